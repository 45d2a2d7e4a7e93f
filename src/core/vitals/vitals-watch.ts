import type { HostConfig } from '../../shared/domain/host.ts';
import { type Profile, VitalThresholds } from '../../shared/domain/profile.ts';
import { VitalKey, type VitalProblem, type Vitals, type VitalsReading } from '../../shared/domain/vitals.ts';
import { errorText, RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HealthTransition } from '../health/transition.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { judgeVitals, type VitalThresholds as Thresholds } from './judge-vitals.ts';
import { readVitals } from './read-vitals.ts';

export interface VitalsPorts {
  readonly connections: HostConnections;
  /** @throws RondaError `common.not-found` */
  readonly configOf: (hostId: string) => HostConfig;
  readonly profileOf: (hostId: string) => Profile | null;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: () => 'en' | 'id';
  readonly isLeaseHolder: () => boolean;
  /** The causes of incidents that have not recovered: what was told before this process began. */
  readonly openCauses: () => readonly string[];
  /** Whether a silence of the whole host holds: then nothing new is told. */
  readonly isSilent: (hostId: string) => boolean;
  readonly onTransition: (transition: HealthTransition) => void;
}

export interface VitalsFeature {
  readonly handlers: Handlers<'vitals.read'>;
  /** From now on every host that connects is looked at, at the interval of its profile. */
  start(): void;
  stop(): void;
}

/** What the engine's disk holds changes slowly and is costly to ask. */
const dockerEveryMs = 3_600_000;
const tickMs = 5000;
/** What comes and goes in a moment counts when it is there twice in a row. */
const fleeting = new Set(['memory', 'load', 'clock']);
const defaults = VitalThresholds.parse({});

interface Watched {
  last: Vitals | null;
  dockerAt: number;
  /** Over the threshold at the last reading. */
  over: VitalProblem[];
  /** Told, and not yet recovered: by key. */
  readonly told: Set<string>;
}

const keyOf = ({ vital, subject }: Pick<VitalProblem, 'vital' | 'subject'>): string =>
  subject === '' ? vital : `${vital}:${subject}`;

const isVital = (key: string): boolean => VitalKey.safeParse(key.split(':')[0]).success;

/** Looks at the hosts themselves, not at their services: a full disk takes all of them down. */
export function createVitals(ports: VitalsPorts): VitalsFeature {
  const { connections, clock, log } = ports;
  const hosts = new Map<string, Watched>();
  const ends: (() => void)[] = [];
  const stopped = new AbortController();

  const thresholdsOf = (hostId: string): Thresholds => ports.profileOf(hostId)?.vitals ?? defaults;
  const standing = (watched: Watched): { vital: VitalProblem['vital']; subject: string }[] =>
    watched.over.filter((problem) => watched.told.has(keyOf(problem)));

  function watchedOf(hostId: string): Watched {
    const known = hosts.get(hostId);
    if (known) return known;
    const prefix = `${hostId}/vital:`;
    // Of a host's own causes only these: what others say of it (a late backup) is theirs to take back.
    const told = ports
      .openCauses()
      .filter((cause) => cause.startsWith(prefix) && isVital(cause.slice(prefix.length)));
    const watched: Watched = {
      last: null,
      dockerAt: 0,
      over: [],
      told: new Set(told.map((cause) => cause.slice(prefix.length))),
    };
    hosts.set(hostId, watched);
    return watched;
  }

  const read = (connection: HostConnection, withDocker: boolean, signal: AbortSignal): Promise<Vitals> =>
    readVitals(connection, {
      target: ports.configOf(connection.hostId).target,
      platform: ports.platform,
      clock,
      withDocker,
      signal,
    });

  /** One look, and what it changes. */
  async function look(connection: HostConnection): Promise<void> {
    const { hostId } = connection;
    const watched = watchedOf(hostId);
    const withDocker = clock.now() - watched.dockerAt >= dockerEveryMs;
    const vitals = await read(connection, withDocker, connection.signal);
    if (withDocker) watched.dockerAt = clock.now();
    const judged = judgeVitals(vitals, thresholdsOf(hostId), watched.last, standing(watched));
    const overBefore = new Set(watched.over.map(keyOf));
    watched.last = { ...vitals, docker: vitals.docker ?? watched.last?.docker ?? null };
    watched.over = judged;
    const alerts = judged.filter(({ level }) => level === 'alert');
    for (const problem of alerts) {
      const key = keyOf(problem);
      // Told when the silence ends, if it is still so.
      if (ports.isSilent(hostId)) continue;
      if (watched.told.has(key) || (fleeting.has(problem.vital) && !overBefore.has(key))) continue;
      watched.told.add(key);
      ports.onTransition(transition(hostId, key, 'down', problem, vitals.at));
    }
    for (const key of [...watched.told]) {
      if (alerts.some((problem) => keyOf(problem) === key)) continue;
      watched.told.delete(key);
      ports.onTransition(transition(hostId, key, 'up', null, vitals.at));
    }
  }

  function transition(
    hostId: string,
    key: string,
    to: 'down' | 'up',
    problem: VitalProblem | null,
    at: number,
  ): HealthTransition {
    const { name } = ports.configOf(hostId);
    return {
      hostId,
      serviceId: null,
      checkId: null,
      name,
      from: to === 'down' ? 'up' : 'down',
      to,
      at,
      reason: problem?.cause.message ?? '',
      ...(problem ? { cause: problem.cause } : {}),
      mainFunction: false,
      allDown: false,
      tile: null,
      vital: { key, title: problem ? errorText(problem.cause, ports.language()).message : '' },
    };
  }

  async function watch(connection: HostConnection): Promise<void> {
    const { hostId, signal } = connection;
    const either = AbortSignal.any([signal, stopped.signal]);
    let due = clock.now();
    while (!either.aborted) {
      if (ports.isLeaseHolder() && clock.now() >= due) {
        due = clock.now() + thresholdsOf(hostId).every;
        try {
          await look(connection);
        } catch (error) {
          if (either.aborted) return;
          if (error instanceof RondaError && error.code.startsWith('vitals.not-')) return;
          log.warn('the vitals of a host could not be read', { hostId, error });
        }
      }
      // The clock is looked at often, so that one look runs soon after a sleep of this computer.
      await clock.sleep(tickMs, either).catch(() => undefined);
    }
  }

  async function readNow(hostId: string, signal: AbortSignal): Promise<VitalsReading> {
    const connection = connections.get(hostId);
    const vitals = await read(connection, true, signal);
    const watched = watchedOf(hostId);
    return {
      hostId,
      vitals,
      problems: judgeVitals(vitals, thresholdsOf(hostId), watched.last, standing(watched)),
    };
  }

  return {
    handlers: { 'vitals.read': ({ hostId }, { signal }) => readNow(hostId, signal) },
    start() {
      ends.push(
        connections.subscribe((hostId, connection) => {
          if (!connection) return;
          watch(connection).catch((error) =>
            log.error('the vitals of a host are not watched', { hostId, error }),
          );
        }),
      );
    },
    stop() {
      stopped.abort();
      for (const end of ends.splice(0)) end();
    },
  };
}
