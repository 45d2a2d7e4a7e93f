import type { HostConfig } from '../../shared/domain/host.ts';
import type { NightWatchStage } from '../../shared/domain/night-watch.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import { readServer, type ServerFacts } from '../server-task/server.ts';
import type { SecretStore } from '../vault/vault.ts';
import { type Attendance, type AttendPorts, attend } from './attend.ts';
import { tellNightWatch } from './lease.ts';
import { type MadePlan, makePlan, type TelegramWay } from './make-plan.ts';
import { place, takeAway } from './place.ts';
import { readStatus } from './read-status.ts';
import { createToldTimes } from './told-times.ts';

export type NightWatchOperation =
  | 'night-watch.plan'
  | 'night-watch.place'
  | 'night-watch.status'
  | 'night-watch.remove';

export interface NightWatchPorts extends Omit<AttendPorts, 'onReport'> {
  /** Services that the night watch has reported down and the console has not heard of yet; `at` by our clock. */
  readonly onTold: (hostId: string, told: readonly { serviceId: string; at: number }[]) => Promise<void>;
  readonly connections: HostConnections;
  /** @throws RondaError `common.not-found` */
  readonly configOf: (hostId: string) => HostConfig;
  readonly language: () => 'en' | 'id';
  readonly telegram: () => Promise<TelegramWay | 'locked' | null>;
  readonly secrets: SecretStore;
  /** The text of `resources/night-watch/ronda-night-watch.sh`. */
  readonly readScript: () => Promise<string>;
}

export interface NightWatch {
  readonly handlers: Handlers<NightWatchOperation>;
  /** From now on attends every host that connects and has a night watch. */
  start(): void;
  /**
   * Whether the night watch has already told people what the console saw at this instant, so that it need not be told
   * again. Waits for what the server has to say when the connection is young.
   */
  hasTold(hostId: string, serviceId: string, at: number): Promise<boolean>;
  /** What has been told or muted changed: the server hears of it now. Returns at once. */
  leaseChanged(hostId: string): void;
  /** Takes it off a host that is about to be removed; null when there was none, or its folder when it had to stay. */
  leave(hostId: string, signal: AbortSignal): Promise<string | null>;
  /** Gives every lease back. Call it while connections still stand. */
  stop(): Promise<void>;
}

const deadManName = (hostId: string): string => `night-watch/${hostId}/dead-man`;

/** The watch that goes on with the lid closed: placing it, keeping it silent while we are awake, taking in what it saw. */
export function createNightWatch(ports: NightWatchPorts): NightWatch {
  const { connections, repositories, log, secrets } = ports;
  const watches = repositories.nightWatches;
  const attendances = new Map<string, Attendance>();
  const told = createToldTimes();
  const ends: (() => void)[] = [];

  /** @throws RondaError `night-watch.not-offered` */
  function sshTarget(hostId: string) {
    const { target, name } = ports.configOf(hostId);
    if (target.kind !== 'ssh') throw new RondaError('night-watch.not-offered');
    return { target, name };
  }

  async function begin(hostId: string, connection: HostConnection): Promise<Attendance | null> {
    const placed = await watches.find(hostId);
    if (!placed || connection.signal.aborted) return null;
    const attendance = attend(connection, placed, {
      ...ports,
      onReport: async (_hostId, report, skewMs) => {
        const news = told.take(hostId, report, skewMs, ports.clock.now());
        if (news.length > 0) await ports.onTold(hostId, news);
      },
    });
    attendances.set(hostId, attendance);
    return attendance;
  }

  async function telegramWay(): Promise<TelegramWay> {
    const way = await ports.telegram();
    if (way === 'locked') throw new RondaError('night-watch.vault-locked');
    if (way === null) throw new RondaError('night-watch.no-telegram');
    return way;
  }

  async function plan(
    hostId: string,
    deadManUrl: string | null | undefined,
    signal: AbortSignal,
  ): Promise<{ made: MadePlan; facts: ServerFacts; connection: HostConnection; deadMan: string | null }> {
    const { target, name } = sshTarget(hostId);
    const profile = ports.profileOf(hostId);
    if (!profile) throw new RondaError('profile.unknown', { profile: ports.configOf(hostId).profileId });
    const telegram = await telegramWay();
    const connection = connections.get(hostId);
    const deadMan = deadManUrl === undefined ? await secrets.get(deadManName(hostId)) : deadManUrl;
    const facts = await readServer(connection, signal);
    const made = makePlan({
      hostId,
      hostName: name,
      target,
      sudo: target.sudo === true,
      profile,
      language: ports.language(),
      telegram,
      deadManUrl: deadMan,
      script: await ports.readScript(),
      facts,
      placed: await watches.find(hostId),
      now: ports.clock.now(),
    });
    return { made, facts, connection, deadMan };
  }

  const status = (hostId: string, signal: AbortSignal) =>
    readStatus(hostId, {
      isOffered: ports.configOf(hostId).target.kind === 'ssh',
      placed: () => watches.find(hostId),
      connection: () => liveConnection(connections, hostId),
      readScript: ports.readScript,
      plan: async () => (await plan(hostId, undefined, signal)).made,
      now: () => ports.clock.now(),
      signal,
    });

  async function remove(
    hostId: string,
    signal: AbortSignal,
    stage: (stage: NightWatchStage) => Promise<void>,
  ): Promise<void> {
    const connection = connections.get(hostId);
    const placed = await watches.find(hostId);
    if (!placed) return;
    const facts = await readServer(connection, signal);
    attendances.delete(hostId);
    await takeAway(placed, facts.home.replace(/\/+$/, ''), facts.crontab, { connection, log, signal, stage });
    await watches.remove(hostId);
    await secrets.forget(deadManName(hostId)).catch((error: unknown) => {
      // A locked vault keeps the address; its own list still shows it.
      log.info('the dead-man address was not forgotten', { hostId, error });
    });
  }

  return {
    handlers: {
      'night-watch.plan': async ({ hostId, deadManUrl }, { signal }) =>
        (await plan(hostId, deadManUrl, signal)).made.shown,
      'night-watch.place': async ({ hostId, deadManUrl, digest }, { signal, emit }) => {
        const { made, facts, connection, deadMan } = await plan(hostId, deadManUrl, signal);
        if (made.shown.digest !== digest) throw new RondaError('server-task.plan-changed');
        const { folder, version, scheduler } = made.shown;
        const before = await watches.find(hostId);
        if (deadMan !== null) await secrets.put(deadManName(hostId), deadMan);
        else if ((await secrets.get(deadManName(hostId))) !== null) await secrets.forget(deadManName(hostId));
        const content = ports.leaseContent(hostId);
        await place(
          made,
          facts,
          async () => void (await tellNightWatch(connection, folder, 'renew', content, 0, signal)),
          { connection, log, signal, stage: (stage) => emit({ stage }) },
        );
        await watches.put({
          hostId,
          version,
          folder,
          scheduler,
          placedAt: ports.clock.now(),
          files: Object.fromEntries(
            made.shown.files
              .filter(({ path }) => path.startsWith(folder))
              .map((file) => [file.name, file.sha256]),
          ),
          fetchedUntil: before?.fetchedUntil ?? Math.floor(ports.clock.now() / 1000),
        });
        if (!attendances.has(hostId)) await begin(hostId, connection);
        return status(hostId, signal);
      },
      'night-watch.status': ({ hostId }, { signal }) => status(hostId, signal),
      'night-watch.remove': async ({ hostId }, { signal, emit }) => {
        sshTarget(hostId);
        await remove(hostId, signal, (stage) => emit({ stage }));
        return status(hostId, signal);
      },
    },
    start() {
      ends.push(
        connections.subscribe((hostId, connection) => {
          attendances.delete(hostId);
          if (connection)
            begin(hostId, connection).catch((error) =>
              log.error('a night watch is not attended', { hostId, error }),
            );
        }),
      );
    },
    async hasTold(hostId, serviceId, at) {
      await attendances.get(hostId)?.ready;
      return told.covers(hostId, serviceId, at);
    },
    leaseChanged(hostId) {
      const attendance = attendances.get(hostId);
      attendance?.renew().catch((error) => log.info('the lease was not renewed at once', { hostId, error }));
    },
    async leave(hostId, signal) {
      const placed = await watches.find(hostId);
      if (!placed) return null;
      try {
        await remove(hostId, signal, async () => undefined);
        return null;
      } catch (error) {
        log.warn('a night watch stays on a server that is removed', { hostId, error });
        await watches.remove(hostId);
        return placed.folder;
      }
    },
    async stop() {
      for (const end of ends.splice(0)) end();
      await Promise.all([...attendances.values()].map((attendance) => attendance.release()));
      attendances.clear();
    },
  };
}

function liveConnection(connections: HostConnections, hostId: string): HostConnection | null {
  try {
    return connections.get(hostId);
  } catch (error) {
    if (error instanceof RondaError) return null;
    throw error;
  }
}
