import type { Backup } from '../../../shared/domain/backup.ts';
import type {
  BackupPlan,
  BackupPlanView,
  KeptBackupPlan,
  OwedBackup,
} from '../../../shared/domain/backup-plan.ts';
import type { Profile } from '../../../shared/domain/profile.ts';
import { type ErrorShape, RondaError, toErrorShape } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Clock } from '../../platform/clock.ts';
import { parseSchedule, type Schedule } from '../../platform/cron.ts';
import type { Log } from '../../platform/log.ts';
import type { StatePublisher } from '../../state/published-state.ts';
import type { Remote } from '../../storage/remote.ts';
import type { StateRepositories } from '../../storage/state-repositories.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { type PruneDeps, previewRetention, pruneBackups } from '../retention/prune-backups.ts';
import type { AlsoKept } from './after-round.ts';
import { createKeptBeside } from './kept-beside.ts';
import { newestCopyAt, owedSince } from './owed-backup.ts';
import { lastTest, owedTest } from './owed-test.ts';
import { type ProblemPorts, tellProblem } from './tell-problem.ts';

export type BackupPlanOperation = `backup-plan.${'read' | 'set' | 'preview' | 'preview-retention' | 'prune'}`;

export interface ScheduledBackupPorts extends PruneDeps, Omit<ProblemPorts, 'now'> {
  readonly repository: Remote<StateRepositories>['backupPlans'];
  readonly publisher: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly isLeaseHolder: () => boolean;
  readonly isConnected: (hostId: string) => boolean;
  readonly profileOf: (hostId: string) => Profile | null;
  readonly take: (key: DatabaseKey, signal: AbortSignal) => Promise<Backup>;
  readonly test: (backupId: string, signal: AbortSignal) => Promise<Backup>;
  /** What else is kept of a host by its plan. */
  readonly afterRound: AlsoKept;
  /** Whether all of that could be kept now. */
  readonly isVaultOpen: () => boolean;
}

export interface ScheduledBackups {
  readonly handlers: Handlers<BackupPlanOperation>;
  /** Reads and publishes the plans. */
  start(): Promise<void>;
  /** Copies what is owed until the signal fires; a copy under way ends with it. */
  run(signal: AbortSignal): Promise<void>;
  forgetHost(hostId: string): Promise<void>;
}

const lookEveryMs = 15_000;
/** Between two looks: this computer slept, and what is owed since then is late through nobody's fault yet. */
const sleptMs = 5 * 60_000;
const retryAfterMs = [10 * 60_000, 30 * 60_000, 60 * 60_000] as const;
const retryAfter = (failures: number): number =>
  retryAfterMs[Math.min(failures, retryAfterMs.length - 1)] ?? 0;
/** Watched for so long without a copy. */
const lateAfterMs = 2 * 3_600_000;
const testAgainMs = 6 * 3_600_000;

interface Owed {
  readonly since: number;
  /** Since when this process has been awake and saw it owed. */
  seenAt: number;
  failures: number;
  isRunning: boolean;
  retryAt: number | null;
  error: ErrorShape | null;
}

const nameOf = ({ serviceId, databaseId }: Pick<DatabaseKey, 'serviceId' | 'databaseId'>): string =>
  `${serviceId}/${databaseId}`;

/** @throws RondaError `backup-plan.bad-schedule` */
function scheduleOf({ cron, timeZone }: Pick<BackupPlan, 'cron' | 'timeZone'>): Schedule {
  const schedule = parseSchedule(cron, timeZone);
  if (typeof schedule === 'string')
    throw new RondaError('backup-plan.bad-schedule', { cron, detail: schedule });
  return schedule;
}

/**
 * Copies the databases of each host by its plan while a console with the lease runs, one after the other, and makes up
 * for what was missed with one copy. What fails is tried again, later each time; what fails twice, fails its
 * verification or stays owed too long is told as an incident of its host, which recovers with the next sound copy.
 */
export function createScheduledBackups(ports: ScheduledBackupPorts): ScheduledBackups {
  const { repository, publisher, clock, log } = ports;
  let plans: readonly KeptBackupPlan[] = [];
  let shown = new Map<string, string>();
  /** By host, then by database. */
  const owed = new Map<string, Map<string, Owed & { readonly key: DatabaseKey }>>();
  const busyHosts = new Map<string, Promise<void>>();
  let lookedAt: number | null = null;
  /** What the catalogue had at the last look. */
  let listed: readonly Backup[] = [];

  /** When a test could not be made: by database. */
  const untestable = new Map<string, number>();
  const say = (where: Parameters<typeof tellProblem>[1], problem: RondaError | null): void =>
    tellProblem({ ...ports, now: clock.now }, where, problem);
  const tell = (kind: 'backup' | 'restore-test', key: DatabaseKey, problem: RondaError | null): void =>
    say({ hostId: key.hostId, serviceId: key.serviceId, key: `${kind}:${nameOf(key)}` }, problem);
  const beside = createKeptBeside(ports, ports.afterRound, retryAfter);

  const owedOf = (hostId: string) => {
    const known = owed.get(hostId) ?? new Map<string, Owed & { readonly key: DatabaseKey }>();
    owed.set(hostId, known);
    return known;
  };
  const databasesOf = (hostId: string): DatabaseKey[] =>
    (ports.profileOf(hostId)?.services ?? []).flatMap((service) =>
      service.databases.map(({ id }) => ({ hostId, serviceId: service.id, databaseId: id })),
    );

  function viewOf({ hostId, plan }: KeptBackupPlan): BackupPlanView {
    const list: OwedBackup[] = [...owedOf(hostId).values()].map(
      ({ key: { serviceId, databaseId }, since, isRunning, retryAt, error }) => ({
        serviceId,
        databaseId,
        since,
        isRunning,
        retryAt,
        error,
      }),
    );
    return { ...plan, hostId, nextAt: plan.isOn ? scheduleOf(plan).next(clock.now()) : null, owed: list };
  }

  function publish(): void {
    const before = shown;
    shown = new Map();
    for (const kept of plans) {
      const view = viewOf(kept);
      const text = JSON.stringify(view);
      shown.set(kept.hostId, text);
      if (before.get(kept.hostId) !== text) publisher.set('backupPlans', kept.hostId, view);
    }
    for (const hostId of before.keys()) if (!shown.has(hostId)) publisher.remove('backupPlans', hostId);
  }

  async function refresh(): Promise<void> {
    plans = await repository.list();
    // From the disk, not from what this process published: a command may have copied or removed something.
    listed = plans.some(({ plan }) => plan.isOn) ? await ports.catalogue.list() : [];
    for (const kept of plans) settle(kept, listed);
    publish();
  }

  /** Works out anew what a host owes: nothing is remembered that the catalogue knows better. */
  function settle({ hostId, plan, setAt }: KeptBackupPlan, backups: readonly Backup[]): void {
    const now = clock.now();
    const slept = lookedAt !== null && now - lookedAt > sleptMs;
    const known = owedOf(hostId);
    const still = new Set<string>();
    if (plan.isOn) {
      const schedule = scheduleOf(plan);
      for (const key of databasesOf(hostId)) {
        const since = owedSince(schedule, setAt, newestCopyAt(backups, key, now), now);
        if (since === null) continue;
        still.add(nameOf(key));
        const one = known.get(nameOf(key));
        if (!one)
          known.set(nameOf(key), {
            key,
            since,
            seenAt: now,
            failures: 0,
            isRunning: false,
            retryAt: null,
            error: null,
          });
        else if (slept) one.seenAt = now;
      }
    }
    for (const [name, one] of known) if (!still.has(name) && !one.isRunning) known.delete(name);
  }

  /** Says what is late or failing, and what is well again. */
  function judge(hostId: string): void {
    const known = owedOf(hostId);
    const now = clock.now();
    for (const key of databasesOf(hostId)) {
      const one = known.get(nameOf(key));
      const { serviceId: service, databaseId: database } = key;
      if (!one) tell('backup', key, null);
      else if (one.error && (one.failures > 1 || one.error.code === 'backup.unverified'))
        tell(
          'backup',
          key,
          new RondaError('backup-plan.failed', { service, database, detail: one.error.message }),
        );
      else if (now - one.seenAt >= lateAfterMs) {
        const hours = Math.floor((now - one.since) / 3_600_000);
        tell('backup', key, new RondaError('backup-plan.late', { service, database, hours }));
      }
    }
    const problem = beside.problem(hostId, ports.hostName(hostId) ?? hostId);
    if (problem !== undefined) say({ hostId, serviceId: null, key: 'backup:beside' }, problem);
  }

  /** One attempt at each database that is owed and whose turn it is. */
  async function work(kept: KeptBackupPlan, signal: AbortSignal): Promise<void> {
    const { hostId, plan } = kept;
    let taken = 0;
    for (const one of [...owedOf(hostId).values()]) {
      if (signal.aborted || !ports.isConnected(hostId)) break;
      if (one.retryAt !== null && clock.now() < one.retryAt) continue;
      one.isRunning = true;
      publish();
      try {
        await ports.take(one.key, signal);
        taken += 1;
        owedOf(hostId).delete(nameOf(one.key));
      } catch (error) {
        const shape = toErrorShape(error);
        one.retryAt = clock.now() + retryAfter(one.failures);
        // Cancelled by a person, or busy with another copy or a restore: nothing is wrong.
        if (signal.aborted || shape.code === 'common.cancelled' || shape.code === 'state.lease-held')
          continue;
        one.failures += 1;
        one.error = shape;
        log.warn('a scheduled backup failed', { ...one.key, error, retryAt: one.retryAt });
      } finally {
        one.isRunning = false;
        publish();
      }
    }
    if (taken > 0 && plan.keep && !signal.aborted)
      // One that is being restored or tested this moment is let be, and goes with the next round.
      await pruneBackups(ports, { hostId, keep: plan.keep, timeZone: plan.timeZone }, null).catch((error) =>
        log.warn('old backups could not be removed', { hostId, error }),
      );
    if (signal.aborted || !ports.isConnected(hostId)) return;
    // By hand only the one database was copied.
    const ofRounds = listed.filter(({ reason }) => reason === 'scheduled');
    const newest = databasesOf(hostId).flatMap((key) => newestCopyAt(ofRounds, key, clock.now()) ?? []);
    const round = { hasCopied: taken > 0, newestAt: newest.length > 0 ? Math.max(...newest) : null };
    await beside.work(kept, scheduleOf(plan), round, signal);
  }

  /** Restore-tests the newest copy of each database whose last test is too long ago. */
  async function test({ hostId, plan }: KeptBackupPlan, signal: AbortSignal): Promise<void> {
    if (plan.testEveryDays === null) return;
    for (const key of databasesOf(hostId)) {
      if (signal.aborted || !ports.isConnected(hostId)) return;
      const name = `${hostId}/${nameOf(key)}`;
      const now = clock.now();
      const backup = owedTest(await ports.catalogue.list(), key, plan.testEveryDays, now);
      if (!backup || now - (untestable.get(name) ?? Number.NEGATIVE_INFINITY) < testAgainMs) continue;
      try {
        await ports.test(backup.id, signal);
        untestable.delete(name);
      } catch (error) {
        // Nothing was proven and nothing disproven: no server, no container, or the file changed (its line says so).
        untestable.set(name, now);
        if (!signal.aborted) log.warn('a restore test could not be made', { ...key, error });
      }
    }
  }

  /** Says which newest test was not passed, and which is well again. */
  async function judgeTests(hostId: string): Promise<void> {
    const backups = await ports.catalogue.list();
    for (const key of databasesOf(hostId)) {
      const last = lastTest(backups, key);
      const { serviceId: service, databaseId: database } = key;
      const problem =
        last?.state === 'failed'
          ? new RondaError('backup-plan.test-failed', { service, database, detail: last.detail })
          : null;
      tell('restore-test', key, problem);
    }
  }

  async function look(signal: AbortSignal): Promise<void> {
    await refresh();
    lookedAt = clock.now();
    if (!ports.isLeaseHolder()) return;
    for (const kept of plans) {
      const { hostId } = kept;
      if (ports.hostName(hostId) === null) continue;
      judge(hostId);
      await judgeTests(hostId);
      if (!kept.plan.isOn || busyHosts.has(hostId) || !ports.isConnected(hostId)) continue;
      const working = work(kept, signal)
        .then(() => test(kept, signal))
        .catch((error) => log.error('the backup plan of a host could not be worked on', { hostId, error }))
        .finally(() => busyHosts.delete(hostId));
      busyHosts.set(hostId, working);
    }
  }

  return {
    handlers: {
      'backup-plan.read': async ({ hostId }) => {
        await refresh();
        const kept = plans.find((one) => one.hostId === hostId);
        return { plan: kept ? viewOf(kept) : null };
      },
      'backup-plan.set': async ({ hostId, plan }) => {
        if (ports.hostName(hostId) === null) throw new RondaError('common.not-found', { what: hostId });
        if (scheduleOf(plan).next(clock.now()) === null)
          throw new RondaError('backup-plan.bad-schedule', { cron: plan.cron, detail: 'it never begins' });
        const before = plans.find((one) => one.hostId === hostId);
        const isSameTime =
          before?.plan.isOn === plan.isOn &&
          before.plan.cron === plan.cron &&
          before.plan.timeZone === plan.timeZone;
        const kept = { hostId, plan, setAt: before && isSameTime ? before.setAt : clock.now() };
        await repository.put(kept);
        log.info('the backup plan of a host was set', { hostId, plan });
        await refresh();
        return { plan: viewOf(kept) };
      },
      'backup-plan.preview': async (when) => {
        const schedule = scheduleOf(when);
        const starts: number[] = [];
        for (let at: number | null = clock.now(); starts.length < 3; starts.push(at)) {
          at = schedule.next(at);
          if (at === null) break;
        }
        return { starts };
      },
      'backup-plan.preview-retention': async (rule) => ({
        preview: await previewRetention(ports.catalogue, rule),
      }),
      'backup-plan.prune': ({ backupIds, ...rule }) => pruneBackups(ports, rule, new Set(backupIds)),
    },
    start: refresh,
    async run(signal) {
      while (!signal.aborted) {
        await look(signal).catch((error) => log.error('the backup plans could not be looked at', { error }));
        await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      }
      await Promise.allSettled(busyHosts.values());
    },
    async forgetHost(hostId) {
      await repository.removeHost(hostId);
      owed.delete(hostId);
      beside.forgetHost(hostId);
      await refresh();
    },
  };
}
