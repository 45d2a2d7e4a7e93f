import type { Heartbeat, Uptime } from '../../shared/domain/health.ts';
import { localText, type Profile, type ServiceSpec } from '../../shared/domain/profile.ts';
import type { ContainerView, DatabaseView, TileView } from '../../shared/domain/service.ts';
import type { ActiveSilence } from '../../shared/domain/silence.ts';
import type { Status } from '../../shared/domain/status.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import { createLimiter } from '../platform/limiter.ts';
import type { Log } from '../platform/log.ts';
import { type ContainerSnapshot, type ContainerWatch, watchContainers } from '../services/container-watch.ts';
import type { ContainerEvent } from '../services/docker-events.ts';
import type { PausedService } from '../services/paused-service-repository.ts';
import { lookBehind } from './behind-gateway.ts';
import type { BrowserProbe } from './browser-probe.ts';
import { beginRound, runSchedule } from './check-schedule.ts';
import type { StoredCheckState } from './check-state-repository.ts';
import { runCheckThroughLink } from './check-through-link.ts';
import { evaluateContainers } from './evaluate-containers.ts';
import { type CheckResult, outOfSight } from './evaluate-health.ts';
import type { CheckKey } from './heartbeat-repository.ts';
import type { BotAccess } from './probe-telegram-bot.ts';
import { loopingContainers, observeRestarts, type RestartHistory } from './restart-loop.ts';
import { createTileBoard } from './tile-board.ts';
import { recentBeats, type TrackedCheck, takeResult, trackCheck, viewOfCheck } from './tracked-check.ts';
import type { HealthTransition } from './transition.ts';

/** What was kept of a host from the last time. */
export interface StoredHealth {
  readonly states: readonly StoredCheckState[];
  readonly beats: readonly { serviceId: string; checkId: string; beats: readonly Heartbeat[] }[];
  readonly paused: readonly PausedService[];
}

export interface HostWatchPorts {
  readonly host: { readonly id: string; readonly name: string };
  readonly profile: Profile;
  readonly stored: StoredHealth;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: () => 'id' | 'en';
  readonly isLeaseHolder: () => boolean;
  readonly publishTile: (tile: TileView) => void;
  readonly databases: (service: ServiceSpec) => DatabaseView[];
  /** The silence that a service, or with null the host itself, is under now. */
  /** How the Telegram bot is asked; null where no token can be. */
  readonly bot: BotAccess | null;
  /** Null where there is no browser. */
  readonly browser: BrowserProbe | null;
  readonly silenceOf: (serviceId: string | null) => ActiveSilence | null;
  /** As it was worked out last; null until then. */
  readonly uptimeOf: (serviceId: string) => Uptime | null;
  readonly onTransition: (transition: HealthTransition) => void;
  readonly keepBeat: (key: CheckKey, beat: Heartbeat, failuresInARow: number, since: number) => Promise<void>;
  /** What the containers of a service use now, together. */
  readonly onUsage: (serviceId: string, containers: readonly ContainerView[]) => void;
  readonly keepPaused: (serviceId: string, paused: PausedService | null) => Promise<void>;
}

/** The watch over one host by one profile. It outlives its connections. */
export interface HostWatch {
  connected(connection: HostConnection): void;
  /** Every tile becomes `unobserved` and keeps what was seen last. */
  disconnected(): void;
  /** Runs every check once, now. @throws RondaError when the connection is lost meanwhile */
  checkNow(serviceId: string | undefined): Promise<TileView[]>;
  tiles(): TileView[];
  /** The picture that a browser took of a check's page last; null when there is none. */
  thumbnail(serviceId: string, checkId: string): string | null;
  service(serviceId: string): ServiceSpec;
  /** A fresh look at the containers of a service. @throws RondaError `services.unreadable` */
  containers(serviceId: string): Promise<ContainerView[]>;
  /** Marks a service as stopped through Ronda, or as no longer so; kept before this resolves. */
  setPaused(serviceId: string, paused: Omit<PausedService, 'hostId' | 'serviceId'> | null): Promise<void>;
  /** While an action runs, what containers do is its doing: a pause is not taken back because one still runs. */
  whileActing<T>(serviceId: string, work: () => Promise<T>): Promise<T>;
  /**
   * Takes in what the night watch saw while nobody here did: oldest first, kept already. What a check has seen itself
   * since then stands.
   */
  takeNightBeats(beats: readonly (CheckKey & Heartbeat)[]): void;
  /**
   * The night watch told people that this service is down: that it is up is news from then on.
   * @returns what is seen of it here meanwhile
   */
  toldAtNight(serviceId: string, at: number): Status;
  /** Works every tile out again: the language, the dates of a database or a silence changed. */
  republish(): void;
  stop(): void;
}

/** So many checks of a host at once: each is a channel on the one control connection. */
const checksAtOnce = 6;
/** A container that was just started gets this long before the other checks look whether it answers. */
const startGraceMs = 1500;

export function createHostWatch(ports: HostWatchPorts): HostWatch {
  const { host, profile, clock, log, stored } = ports;
  const limiter = createLimiter(checksAtOnce);
  const paused = new Map(stored.paused.map((entry) => [entry.serviceId, entry]));
  const acting = new Set<string>();
  const beatsOf = new Map(stored.beats.map((entry) => [`${entry.serviceId} ${entry.checkId}`, entry.beats]));
  const statesOf = new Map(stored.states.map((entry) => [`${entry.serviceId} ${entry.checkId}`, entry]));
  const checks: TrackedCheck[] = profile.services.flatMap((service) =>
    service.checks.map((spec) => {
      const key = `${service.id} ${spec.id}`;
      return trackCheck(service, spec, clock.now(), statesOf.get(key), beatsOf.get(key) ?? []);
    }),
  );
  let connection: HostConnection | null = null;
  let containerWatch: ContainerWatch | null = null;
  let snapshot: ContainerSnapshot | null = null;
  let restarts: RestartHistory = new Map();

  const checksOf = (serviceId: string): TrackedCheck[] =>
    checks.filter((check) => check.service.id === serviceId);
  const findService = (serviceId: string): ServiceSpec => {
    const service = profile.services.find(({ id }) => id === serviceId);
    if (!service) throw new RondaError('services.unknown', { service: serviceId });
    return service;
  };
  const viewsOf = (service: ServiceSpec): ContainerView[] =>
    service.runsAs !== 'container'
      ? []
      : (snapshot?.containers ?? [])
          .filter(({ composeService }) => composeService === (service.compose ?? service.id))
          .map(({ view }) => view);
  const dockerSays = (service: ServiceSpec): CheckResult | null => {
    if (service.runsAs !== 'container' || !connection || !snapshot || snapshot.error) return null;
    const containers = viewsOf(service);
    const name = localText(service.name, ports.language());
    return evaluateContainers(name, containers, loopingContainers(restarts, containers, clock.now()));
  };

  const board = createTileBoard({
    host,
    profile,
    now: () => clock.now(),
    language: ports.language,
    isHostSilent: () => ports.silenceOf(null) !== null,
    publish: ports.publishTile,
    onTransition: (transition) => {
      if (ports.isLeaseHolder()) ports.onTransition(transition);
    },
    facts: (service) => ({
      isConnected: connection !== null,
      paused: paused.get(service.id) ?? null,
      silenced: ports.silenceOf(service.id),
      containers: viewsOf(service),
      dockerSays: dockerSays(service),
      checks: checksOf(service.id).map((check) => viewOfCheck(check, paused.has(service.id))),
      databases: ports.databases(service),
      uptime: ports.uptimeOf(service.id),
    }),
  });

  /** Runs one check; a second call while it runs waits for the same run. */
  function run(check: TrackedCheck, live: HostConnection): Promise<void> {
    check.running ??= limiter
      .run(() => runOnce(check, live))
      .finally(() => {
        check.running = null;
      });
    return check.running;
  }

  async function runOnce(check: TrackedCheck, live: HostConnection): Promise<void> {
    const at = clock.now();
    const { service, spec } = check;
    let result: CheckResult | null;
    try {
      result = await runCheckThroughLink(spec, live, {
        clock,
        containers: () => dockerSays(service),
        bot: ports.bot,
        browser: ports.browser,
      });
    } catch (error) {
      if (error instanceof RondaError && !live.signal.aborted) return seeNothing(check, at, error);
      // Cut off by the loss of the connection: nothing was seen. Anything else is a bug of ours and not of the service.
      if (!live.signal.aborted)
        log.error('a check failed to run', { hostId: host.id, check: spec.id, error });
      return;
    }
    if (connection !== live || paused.has(service.id)) return;
    if (result === null) {
      check.state = outOfSight(check.state, at);
      check.blindness = snapshot?.error?.toShape() ?? null;
      board.update(service);
      return;
    }
    const beat = takeResult(check, result, at, ports.silenceOf(service.id) !== null);
    if (check.state.seen === 'pending') {
      if (service.gateway) lookBehind(service.id, checks, at);
      check.nextAt = clock.now() + Math.min(spec.retryAfter, spec.every);
    }
    board.update(service);
    if (!ports.isLeaseHolder()) return;
    try {
      const key = { hostId: host.id, serviceId: service.id, checkId: spec.id };
      await ports.keepBeat(key, beat, check.state.failuresInARow, check.state.since);
    } catch (error) {
      // A full disk must not end the watch: what is seen is still shown.
      log.error('a heartbeat could not be kept', { hostId: host.id, check: spec.id, error });
    }
  }

  /** The check cannot be made: that says nothing of the service. */
  function seeNothing(check: TrackedCheck, at: number, why: RondaError): void {
    check.state = outOfSight(check.state, at);
    check.blindness = why.toShape();
    board.update(check.service);
  }

  /** Docker told something new: its check takes it in now, and not again while it stays the same. */
  function takeDockerNews(live: HostConnection): void {
    if (!ports.isLeaseHolder()) return;
    for (const check of checks) {
      if (check.spec.kind !== 'docker' || check.running || paused.has(check.service.id)) continue;
      const news = dockerSays(check.service);
      if (news?.outcome !== check.recent.at(-1)?.outcome || !check.state.isObserved) start(check, live);
    }
  }

  function start(check: TrackedCheck, live: HostConnection): void {
    run(check, live).catch((error) => log.error('a check ended badly', { check: check.spec.id, error }));
  }

  function onSnapshot(next: ContainerSnapshot, live: HostConnection): void {
    if (connection !== live) return;
    snapshot = next;
    const containers = next.containers.map(({ view }) => view);
    if (!next.error) restarts = observeRestarts(restarts, containers, next.at);
    for (const service of profile.services) {
      if (service.runsAs !== 'container') continue;
      const pause = paused.get(service.id);
      const isRunning = viewsOf(service).some(({ state }) => state === 'running');
      if (pause && isRunning && !next.error && !acting.has(service.id) && next.at > pause.at) {
        log.info('a paused service was started outside Ronda', { hostId: host.id, serviceId: service.id });
        setPaused(service.id, null).catch((error) => log.error('a pause could not be ended', { error }));
      }
      board.update(service);
      if (!next.error && ports.isLeaseHolder()) ports.onUsage(service.id, viewsOf(service));
    }
    takeDockerNews(live);
  }

  function onEvent(event: ContainerEvent): void {
    if (event.action !== 'start' && event.action !== 'unpause') return;
    for (const check of checks) {
      const compose = check.service.compose ?? check.service.id;
      if (compose !== event.composeService || check.spec.kind === 'docker' || check.nextAt === null) continue;
      if (check.state.seen !== 'up') check.nextAt = Math.min(check.nextAt, clock.now() + startGraceMs);
    }
  }

  async function setPaused(
    serviceId: string,
    pause: Omit<PausedService, 'hostId' | 'serviceId'> | null,
  ): Promise<void> {
    const entry = pause ? { ...pause, hostId: host.id, serviceId } : null;
    if (!entry && !paused.has(serviceId)) return;
    await ports.keepPaused(serviceId, entry);
    const now = clock.now();
    if (entry) paused.set(serviceId, entry);
    else paused.delete(serviceId);
    for (const check of checksOf(serviceId)) {
      check.state = { ...outOfSight(check.state, now), failuresInARow: 0 };
      if (!entry && check.nextAt !== null) check.nextAt = now + startGraceMs;
    }
    board.update(findService(serviceId));
  }

  for (const service of profile.services) board.update(service);

  return {
    connected(live) {
      if (live.signal.aborted) return;
      connection = live;
      snapshot = null;
      restarts = new Map();
      containerWatch = watchContainers({
        connection: live,
        project: profile.compose.project,
        clock,
        log,
        onSnapshot: (next) => onSnapshot(next, live),
        onEvent,
      });
      beginRound(checks, clock.now());
      board.hostSeen(true);
      runSchedule({
        checks,
        clock,
        signal: live.signal,
        mayRun: ports.isLeaseHolder,
        isPaused: (check) => paused.has(check.service.id),
        // A docker check before the first look at the containers would see nothing.
        start: (check) => {
          if (check.spec.kind !== 'docker' || snapshot) start(check, live);
        },
        onSlept: (slept) => {
          for (const service of new Set(slept.map((check) => check.service))) board.update(service);
        },
      }).catch((error) => {
        if (!live.signal.aborted) log.error('the schedule of a host ended', { hostId: host.id, error });
      });
    },
    disconnected() {
      if (!connection) return;
      const reason = connection.signal.reason;
      connection = null;
      containerWatch = null;
      const now = clock.now();
      for (const check of checks) {
        check.state = outOfSight(check.state, now);
        check.nextAt = null;
      }
      board.hostSeen(false, reason instanceof RondaError ? reason : undefined);
    },
    async checkNow(serviceId) {
      const live = connection;
      if (!live || !containerWatch) throw new RondaError('hosts.not-connected', { host: host.name });
      const wanted = serviceId === undefined ? checks : checksOf(findService(serviceId).id);
      await containerWatch.refresh();
      await Promise.all(
        wanted.filter((check) => !paused.has(check.service.id)).map((check) => run(check, live)),
      );
      live.signal.throwIfAborted();
      return board.tiles().filter((tile) => serviceId === undefined || tile.serviceId === serviceId);
    },
    tiles: () => board.tiles(),
    thumbnail: (serviceId, checkId) =>
      checksOf(serviceId).find(({ spec }) => spec.id === checkId)?.thumbnail?.dataUrl ?? null,
    service: findService,
    async containers(serviceId) {
      const service = findService(serviceId);
      if (!containerWatch) throw new RondaError('hosts.not-connected', { host: host.name });
      const fresh = await containerWatch.refresh();
      if (fresh.error) throw fresh.error;
      return viewsOf(service);
    },
    setPaused,
    async whileActing(serviceId, work) {
      acting.add(serviceId);
      try {
        return await work();
      } finally {
        acting.delete(serviceId);
      }
    },
    takeNightBeats(beats) {
      const touched = new Set<TrackedCheck>();
      for (const { hostId: _host, serviceId, checkId, ...beat } of beats) {
        const check = checks.find(({ service, spec }) => service.id === serviceId && spec.id === checkId);
        if (!check) continue;
        check.recent = [...check.recent, beat];
        touched.add(check);
      }
      for (const check of touched) {
        check.recent = check.recent.toSorted((a, b) => a.at - b.at).slice(-recentBeats);
        const seen = check.recent.at(-1)?.status;
        if (check.state.isObserved || !seen || seen === 'paused' || seen === 'unobserved') continue;
        const failuresInARow = seen === 'down' ? check.spec.failures : 0;
        check.state = { ...check.state, seen, failuresInARow };
      }
      for (const service of new Set([...touched].map((check) => check.service))) board.update(service);
    },
    toldAtNight(serviceId, at) {
      const status = board.tiles().find((tile) => tile.serviceId === serviceId)?.status ?? 'unobserved';
      if (status === 'unobserved' || status === 'pending') board.seenElsewhere(serviceId, 'down', at);
      return status;
    },
    republish() {
      for (const service of profile.services) board.update(service);
      board.silenceEnded();
    },
    stop() {
      connection = null;
      containerWatch = null;
      for (const check of checks) check.nextAt = null;
    },
  };
}
