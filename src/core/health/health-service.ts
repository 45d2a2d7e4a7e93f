import type { Uptime } from '../../shared/domain/health.ts';
import type { CheckSpec, ServiceSpec } from '../../shared/domain/profile.ts';
import type { ContainerView, DatabaseView } from '../../shared/domain/service.ts';
import type { ActiveSilence } from '../../shared/domain/silence.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createTopic, type Topic } from '../platform/topic.ts';
import type { ProfileStore } from '../profile/profile-store.ts';
import type { createPausedServiceRepository } from '../services/paused-service-repository.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { BrowserProbe } from './browser-probe.ts';
import type { createCheckStateRepository } from './check-state-repository.ts';
import type { createHeartbeatRepository } from './heartbeat-repository.ts';
import type { createHistoryRepository } from './history/history-repository.ts';
import { uptimeOfService } from './history/uptime-board.ts';
import type { HostDirectory, WatchedHost } from './host-directory.ts';
import { createHostWatch, type HostWatch } from './host-watch.ts';
import type { BotAccess } from './probe-telegram-bot.ts';
import { recentBeats } from './tracked-check.ts';
import type { HealthTransition } from './transition.ts';

export type HealthRepositories = Remote<{
  readonly checkStates: ReturnType<typeof createCheckStateRepository>;
  readonly heartbeats: ReturnType<typeof createHeartbeatRepository>;
  readonly pausedServices: ReturnType<typeof createPausedServiceRepository>;
  readonly history: ReturnType<typeof createHistoryRepository>;
}>;

export interface HealthPorts {
  readonly connections: HostConnections;
  readonly hosts: HostDirectory;
  readonly profiles: ProfileStore;
  readonly state: StatePublisher;
  readonly repositories: HealthRepositories;
  readonly clock: Clock;
  readonly log: Log;
  /** Only the process that holds the lease runs schedules, keeps beats and tells of transitions. */
  readonly isLeaseHolder: () => boolean;
  readonly language: () => 'id' | 'en';
  /** Absent where there is no browser. */
  readonly browser?: BrowserProbe;
  /** How the Telegram bot is asked; absent: it cannot be. */
  readonly bot?: BotAccess;
  /** The silence that a service, or with null the host itself, is under now; absent: none ever is. */
  readonly silenceOf?: (hostId: string, serviceId: string | null) => ActiveSilence | null;
  /** Hears what the containers of a service use. */
  readonly onUsage?: (hostId: string, serviceId: string, containers: readonly ContainerView[]) => void;
  /** The three dates of a service's databases; absent: none is known. */
  readonly databases?: (hostId: string, service: ServiceSpec) => DatabaseView[];
}

export interface HealthService {
  /** Publishes the tiles of every host and watches from then on. */
  start(): Promise<void>;
  /** @throws RondaError `common.not-found`, `profile.unknown` */
  watchOf(hostId: string): Promise<HostWatch>;
  readonly transitions: Topic<HealthTransition>;
  /** After the language or the dates of a database changed. */
  republish(hostIds?: readonly string[]): void;
  /** Makes history of beats that are older than what is kept raw; the lease holder calls it every hour. */
  compact(): Promise<number>;
  /** Works the uptime of every service out anew, and publishes it. Every five minutes is enough. */
  refreshUptimes(): Promise<void>;
  stop(): void;
}

interface Entry {
  readonly host: WatchedHost;
  readonly profile: object;
  readonly ready: Promise<HostWatch>;
  watch: HostWatch | null;
  isStopped: boolean;
}

/** The watch over all hosts: one a host, rebuilt when its profile changes, fed with its connections. */
export function createHealthService(ports: HealthPorts): HealthService {
  const { connections, profiles, state, repositories, log } = ports;
  const entries = new Map<string, Entry>();
  const live = new Map<string, HostConnection>();
  const published = new Map<string, Set<string>>();
  const uptimes = new Map<string, Uptime>();
  const transitions = createTopic<HealthTransition>((error) =>
    log.error('a transition was not taken in', { error }),
  );
  const ends: (() => void)[] = [];

  async function build(host: WatchedHost, entry: () => Entry | undefined): Promise<HostWatch> {
    const { id } = host;
    const profile = profiles.get(host.profileId);
    const [states, beats, paused] = await Promise.all([
      repositories.checkStates.ofHost(id),
      repositories.heartbeats.newest(id, recentBeats),
      repositories.pausedServices.ofHost(id),
    ]);
    const known = new Set(profile.services.map((service) => `${id}/${service.id}`));
    for (const key of published.get(id) ?? []) if (!known.has(key)) state.remove('tiles', key);
    published.set(id, known);
    const isCurrent = (): boolean => entry()?.isStopped === false;
    return createHostWatch({
      ...ports,
      host,
      profile,
      stored: { states, beats, paused },
      publishTile: (tile) => {
        if (isCurrent()) state.set('tiles', tile.id, tile);
      },
      onTransition: (transition) => {
        if (isCurrent()) transitions.publish(transition);
      },
      uptimeOf: (serviceId) => uptimes.get(`${id}/${serviceId}`) ?? null,
      onUsage: (serviceId, containers) => ports.onUsage?.(id, serviceId, containers),
      bot: ports.bot ?? null,
      browser: ports.browser ?? null,
      silenceOf: (serviceId) => ports.silenceOf?.(id, serviceId) ?? null,
      databases: (service) => ports.databases?.(id, service) ?? service.databases.map(withoutDates),
      keepBeat: async (key, beat, failuresInARow, since) => {
        await Promise.all([
          repositories.heartbeats.add({ ...key, ...beat }),
          repositories.checkStates.put(key, { status: beat.status, since, failuresInARow }),
        ]);
      },
      keepPaused: (serviceId, pause) =>
        pause ? repositories.pausedServices.put(pause) : repositories.pausedServices.remove(id, serviceId),
    });
  }

  function add(host: WatchedHost): Entry {
    const entry: Entry = {
      host,
      profile: profiles.find(host.profileId) ?? {},
      ready: Promise.resolve().then(() => build(host, () => entry)),
      watch: null,
      isStopped: false,
    };
    entries.set(host.id, entry);
    entry.ready
      .then((watch) => {
        if (entry.isStopped) return watch.stop();
        entry.watch = watch;
        const connection = live.get(host.id);
        if (connection) watch.connected(connection);
      })
      .catch((error) => log.error('a host cannot be watched', { hostId: host.id, error }));
    return entry;
  }

  function watchedChecks(): { hostId: string; service: ServiceSpec; check: CheckSpec }[] {
    return ports.hosts
      .list()
      .flatMap(({ id: hostId, profileId }) =>
        (profiles.find(profileId)?.services ?? []).flatMap((service) =>
          service.checks.map((check) => ({ hostId, service, check })),
        ),
      );
  }

  function drop(hostId: string): void {
    const entry = entries.get(hostId);
    if (!entry) return;
    entry.isStopped = true;
    entry.watch?.stop();
    entries.delete(hostId);
  }

  function forget(hostId: string): void {
    for (const key of published.get(hostId) ?? []) state.remove('tiles', key);
    published.delete(hostId);
  }

  function reconcile(): void {
    const hosts = ports.hosts.list();
    for (const id of [...entries.keys()]) {
      if (hosts.some((host) => host.id === id)) continue;
      drop(id);
      forget(id);
    }
    for (const host of hosts) {
      const entry = entries.get(host.id);
      const isSame =
        entry?.host.profileId === host.profileId &&
        entry.host.name === host.name &&
        entry.profile === (profiles.find(host.profileId) ?? entry.profile);
      if (isSame) continue;
      drop(host.id);
      add(host);
    }
  }

  function onConnection(hostId: string, connection: HostConnection | null): void {
    if (connection) live.set(hostId, connection);
    else live.delete(hostId);
    const watch = entries.get(hostId)?.watch;
    if (!watch) reconcile();
    else if (connection) watch.connected(connection);
    else watch.disconnected();
  }

  return {
    transitions,
    async start() {
      ends.push(connections.subscribe(onConnection));
      for (const { id } of ports.hosts.list()) {
        const connection = present(connections, id);
        if (connection) live.set(id, connection);
      }
      ends.push(ports.hosts.subscribe(reconcile), profiles.subscribe(reconcile));
      reconcile();
      await Promise.allSettled([...entries.values()].map(({ ready }) => ready));
    },
    async watchOf(hostId) {
      reconcile();
      const entry = entries.get(hostId);
      if (!entry) throw new RondaError('common.not-found', { what: hostId });
      const watch = await entry.ready;
      // The connection is handed over in a turn of its own, right after.
      await Promise.resolve();
      return watch;
    },
    republish(hostIds) {
      for (const [hostId, { watch }] of entries) {
        if (!hostIds || hostIds.includes(hostId)) watch?.republish();
      }
    },
    compact() {
      const everyMs = watchedChecks().map(
        ({ hostId, service, check }) => [`${hostId}/${service.id}/${check.id}`, check.every] as const,
      );
      return repositories.history.compact(ports.clock.now(), Object.fromEntries(everyMs));
    },
    async refreshUptimes() {
      const now = ports.clock.now();
      for (const { id, profileId } of ports.hosts.list()) {
        for (const service of profiles.find(profileId)?.services ?? []) {
          uptimes.set(`${id}/${service.id}`, await uptimeOfService(repositories.history, id, service, now));
        }
        entries.get(id)?.watch?.republish();
      }
    },
    stop() {
      for (const end of ends.splice(0)) end();
      for (const id of [...entries.keys()]) drop(id);
    },
  };
}

function present(connections: HostConnections, hostId: string): HostConnection | null {
  try {
    return connections.get(hostId);
  } catch (error) {
    if (error instanceof RondaError) return null;
    throw error;
  }
}

function withoutDates({ id, path }: { id: string; path: string }): DatabaseView {
  return { id, path, takenAt: null, verifiedAt: null, restoreTestedAt: null };
}
