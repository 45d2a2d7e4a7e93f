import { expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HealthTransition } from '../../health/transition.ts';
import { silentLog } from '../../platform/log.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import { createPublishedState } from '../../state/published-state.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createScheduledBackups } from './scheduled-backups.ts';

const minute = 60_000;
const hour = 60 * minute;
/** 06:00 in Jakarta. */
const start = Date.parse('2026-11-23T06:00:00+07:00');
const signal = new AbortController().signal;
const context = { signal, emit: async () => undefined };
const plan = {
  isOn: true,
  cron: '0 2 * * *',
  timeZone: 'Asia/Jakarta',
  keep: { daily: 2, weekly: 0, monthly: 0 },
  testEveryDays: null as number | null,
};

function setUp() {
  const clock = createManualClock(start);
  const state = createPublishedState();
  const backups: Backup[] = [];
  const causes = new Set<string>();
  const told: HealthTransition[] = [];
  const removed: string[] = [];
  const world = {
    isConnected: true,
    isLeaseHolder: true,
    isSilent: false,
    fail: null as RondaError | null,
    attempts: [] as number[],
    rounds: [] as string[],
    tests: [] as [string, number][],
    testFails: false,
    besideFails: false,
    isVaultOpen: true,
    databases: ['main'],
  };
  const closing = new AbortController();
  const scheduled = createScheduledBackups({
    repository: createMemoryRepositories().backupPlans,
    publisher: state,
    clock,
    log: silentLog,
    language: () => 'en',
    isLeaseHolder: () => world.isLeaseHolder,
    isConnected: () => world.isConnected,
    hostName: (hostId) => (hostId === 'rt04' ? 'RT 04' : null),
    profileOf: () =>
      ({ services: [{ id: 'warga', databases: world.databases.map((id) => ({ id })) }] }) as never,
    catalogue: {
      list: async () => [...backups],
      remove: async (id: string) => {
        removed.push(id);
        backups.splice(
          backups.findIndex((backup) => backup.id === id),
          1,
        );
      },
    } as never,
    locks: { hold: (_key, work) => work() },
    take: async (key) => {
      world.attempts.push(clock.now());
      if (world.fail) throw world.fail;
      const backup = {
        ...key,
        id: `b-${backups.length}-${clock.now()}`,
        takenAt: clock.now(),
        verification: 'verified',
        missing: false,
        reason: 'scheduled',
        bytes: 10,
      } as Backup;
      backups.push(backup);
      return backup;
    },
    test: async (backupId) => {
      world.tests.push([backupId, clock.now()]);
      if (world.fail) throw world.fail;
      const backup = backups.find(({ id }) => id === backupId);
      if (!backup) throw new Error('no such backup');
      Object.assign(backup, {
        restoreTest: {
          state: world.testFails ? 'failed' : 'passed',
          at: clock.now(),
          detail: 'GET /health: 500',
        },
      });
      return backup;
    },
    afterRound: async (hostId) => {
      world.rounds.push(hostId);
      if (world.besideFails) throw new Error('no git here');
      return world.isVaultOpen;
    },
    isVaultOpen: () => world.isVaultOpen,
    isSilent: () => world.isSilent,
    openCauses: () => [...causes],
    onTransition: (transition) => {
      told.push(transition);
      const cause = `${transition.hostId}/vital:${transition.vital?.key}`;
      if (transition.to === 'down') causes.add(cause);
      else causes.delete(cause);
    },
  });
  const set = (change = {}) =>
    scheduled.handlers['backup-plan.set']({ hostId: 'rt04', plan: { ...plan, ...change } }, context);
  const run = () => scheduled.run(closing.signal);
  /** Up to a minute before the plan's time on that day. */
  const night = async (day: number) => {
    clock.set(start + (day - 23) * 24 * hour - 4 * hour - minute);
    await clock.advance(0);
  };
  /** Days are too many looks for a test to sit through. */
  const sleepFor = async (ms: number) => {
    clock.set(clock.now() + ms);
    await clock.advance(minute);
  };
  const attemptTimes = () =>
    world.attempts.map((at) => new Date(at + 7 * hour).toISOString().slice(8, 16).replace('T', ' '));
  return {
    clock,
    state,
    backups,
    told,
    removed,
    world,
    scheduled,
    set,
    run,
    attemptTimes,
    closing,
    sleepFor,
    night,
  };
}

test('a plan copies at its time each night, tells nobody, and keeps what its rule says', async () => {
  const { clock, set, run, attemptTimes, removed, told, backups, closing, night, world } = setUp();
  await set();
  const running = run();
  await night(24);
  await clock.advance(0);
  expect(attemptTimes()).toEqual([]);
  await clock.advance(2 * minute);
  for (const day of [25, 26]) {
    await night(day);
    await clock.advance(2 * minute);
  }
  expect(attemptTimes()).toEqual(['24 02:00', '25 02:00', '26 02:00']);
  expect(removed.length).toBe(1);
  expect(backups.length).toBe(2);
  expect(world.rounds).toEqual(['rt04', 'rt04', 'rt04']);
  expect(told).toEqual([]);
  closing.abort();
  await running;
});

test('what is kept beside the databases is kept each night where there is none, and where all of them fail', async () => {
  for (const change of [
    { databases: [] },
    { fail: new RondaError('backup.no-method', { container: 'x' }) },
  ]) {
    const { clock, set, run, night, world } = setUp();
    await set();
    void run();
    Object.assign(world, change);
    for (const day of [24, 25]) {
      await night(day);
      await clock.advance(3 * minute);
      expect(world.rounds.length).toBe(day - 23);
    }
    await clock.advance(5 * hour);
    expect(world.rounds.length).toBe(2);
  }
});

test('what waited for the vault is kept once it is opened, and no more often', async () => {
  const { clock, set, run, night, world } = setUp();
  await set();
  void run();
  world.isVaultOpen = false;
  await night(24);
  await clock.advance(2 * hour);
  expect(world.rounds.length).toBe(1);
  world.isVaultOpen = true;
  await clock.advance(2 * hour);
  expect(world.rounds.length).toBe(2);
});

test('what could not be kept beside the databases is tried again, told from the second failure on, and recovered', async () => {
  const { clock, set, run, night, world, told, attemptTimes } = setUp();
  await set();
  void run();
  world.besideFails = true;
  await night(24);
  await clock.advance(6 * minute);
  expect([world.rounds.length, told]).toEqual([1, []]);
  await clock.advance(8 * minute);
  expect(world.rounds.length).toBe(2);
  expect(told.map(({ to, vital }) => [to, vital?.key])).toEqual([['down', 'backup:beside']]);
  expect(told[0]?.vital?.title).toContain('no git here');
  world.besideFails = false;
  await clock.advance(hour);
  expect(told.map(({ to }) => to)).toEqual(['down', 'up']);
  expect(world.rounds.length).toBe(3);
  // The copies themselves were never in question.
  expect(attemptTimes()).toEqual(['24 02:00']);
});

test('three nights asleep are made up for by one copy in the morning, and are nobody’s fault', async () => {
  const { clock, set, run, attemptTimes, told } = setUp();
  await set();
  void run();
  await clock.advance(hour);
  clock.set(start + 3 * 24 * hour);
  await clock.advance(minute);
  expect(attemptTimes()).toEqual(['26 06:00']);
  expect(told).toEqual([]);
});

test('a copy is tried again later each time, told from the second failure on, and recovered once', async () => {
  const { clock, set, run, attemptTimes, told, world, state, night } = setUp();
  await set();
  void run();
  world.fail = new RondaError('backup.no-container', { service: 'warga', host: 'RT 04' });
  await night(24);
  await clock.advance(6 * minute);
  expect(attemptTimes()).toEqual(['24 02:00']);
  expect(told).toEqual([]);
  expect(state.get('backupPlans', 'rt04')?.owed).toMatchObject([
    { databaseId: 'main', isRunning: false, error: { code: 'backup.no-container' } },
  ]);
  await clock.advance(40 * minute);
  expect(attemptTimes()).toEqual(['24 02:00', '24 02:10', '24 02:40']);
  expect(told.map(({ to, vital }) => [to, vital?.key])).toEqual([['down', 'backup:warga/main']]);
  expect(told[0]?.vital?.title).toContain('No container of warga');
  world.fail = null;
  await clock.advance(hour + minute);
  expect(told.map(({ to }) => to)).toEqual(['down', 'up']);
  expect(state.get('backupPlans', 'rt04')?.owed).toEqual([]);
});

test('a copy that fails its verification is told at once', async () => {
  const { clock, set, run, told, world, night } = setUp();
  await set();
  void run();
  world.fail = new RondaError('backup.unverified', { step: 'integrity', detail: 'x', file: 'y' });
  await night(24);
  await clock.advance(2 * minute);
  expect(told.map(({ to }) => to)).toEqual(['down']);
});

test('what an admin cancels, or another copy holds, is tried again and told to nobody', async () => {
  const { clock, set, run, told, world, attemptTimes, night } = setUp();
  await set();
  void run();
  world.fail = new RondaError('common.cancelled');
  await night(24);
  await clock.advance(32 * minute);
  expect(attemptTimes().length).toBe(4);
  expect(told).toEqual([]);
});

test('without a connection nothing is tried, and after two hours awake the copy is late; a silence holds that', async () => {
  const { clock, set, run, told, world, attemptTimes, night } = setUp();
  await set();
  void run();
  world.isConnected = false;
  world.isSilent = true;
  await night(24);
  await clock.advance(3 * hour + minute);
  expect([attemptTimes(), told]).toEqual([[], []]);
  world.isSilent = false;
  await clock.advance(minute);
  expect(told.map(({ to, vital }) => [to, vital?.title])).toEqual([
    ['down', 'The scheduled backup of warga · main is late by 3 h.'],
  ]);
});

test('a process without the lease copies nothing, and a plan that is off owes nothing', async () => {
  const { set, run, attemptTimes, world, state, sleepFor } = setUp();
  await set();
  void run();
  world.isLeaseHolder = false;
  await sleepFor(24 * hour);
  expect(attemptTimes()).toEqual([]);
  world.isLeaseHolder = true;
  await set({ isOn: false });
  await sleepFor(24 * hour);
  expect(attemptTimes()).toEqual([]);
  expect(state.get('backupPlans', 'rt04')).toMatchObject({ nextAt: null, owed: [] });
});

test('the newest copy is restore-tested when a week has passed, a failure is told, and the next pass takes it back', async () => {
  const { clock, set, run, told, world, sleepFor, night } = setUp();
  await set({ testEveryDays: 7 });
  void run();
  world.testFails = true;
  await night(24);
  await clock.advance(2 * minute);
  expect(world.tests.length).toBe(1);
  expect(told.map(({ to, vital }) => [to, vital?.key])).toEqual([['down', 'restore-test:warga/main']]);
  expect(told[0]?.vital?.title).toContain('GET /health: 500');
  world.testFails = false;
  await sleepFor(6 * 24 * hour);
  expect(world.tests.length).toBe(1);
  await sleepFor(25 * hour);
  expect(world.tests.length).toBe(2);
  expect(told.map(({ to }) => to)).toEqual(['down', 'up']);
});

test('a test that cannot be made says nothing about the backup, and is tried again hours later', async () => {
  const { clock, set, run, told, world, sleepFor, night } = setUp();
  await set({ testEveryDays: 7 });
  void run();
  await night(24);
  expect(world.tests).toEqual([]);
  await clock.advance(2 * minute);
  world.tests.length = 0;
  await sleepFor(6 * 24 * hour);
  world.fail = new RondaError('backup.no-container', { service: 'warga', host: 'RT 04' });
  world.isConnected = false;
  await sleepFor(25 * hour);
  expect(world.tests).toEqual([]);
  world.isConnected = true;
  await clock.advance(minute);
  expect(world.tests.length).toBe(1);
  await sleepFor(6 * hour);
  expect(world.tests.length).toBe(2);
  expect(told.every(({ vital }) => vital?.key.startsWith('backup:'))).toBe(true);
});

test('a schedule that cron would not take is refused, and the old plan stays', async () => {
  const { set, scheduled } = setUp();
  await set();
  await expect(set({ cron: '61 2 * * *' })).rejects.toMatchObject({ code: 'backup-plan.bad-schedule' });
  await expect(set({ cron: '0 2 31 2 *' })).rejects.toMatchObject({ code: 'backup-plan.bad-schedule' });
  const { plan: kept } = await scheduled.handlers['backup-plan.read']({ hostId: 'rt04' }, context);
  expect(kept?.cron).toBe('0 2 * * *');
});

test('pruning by hand removes only what was shown and is still let go', async () => {
  const { scheduled, backups, removed } = setUp();
  for (let day = 0; day < 4; day++)
    backups.push({
      id: `b-${day}`,
      hostId: 'rt04',
      serviceId: 'warga',
      databaseId: 'main',
      takenAt: start + day * 24 * hour,
      verification: 'verified',
      missing: false,
      reason: 'scheduled',
      bytes: 10,
      file: 'x',
    } as Backup);
  const rule = { hostId: 'rt04', keep: plan.keep, timeZone: plan.timeZone };
  const { preview } = await scheduled.handlers['backup-plan.preview-retention'](rule, context);
  expect(preview.removed.map(({ backupId }) => backupId)).toEqual(['b-0', 'b-1']);
  expect(removed).toEqual([]);
  expect(
    await scheduled.handlers['backup-plan.prune']({ ...rule, backupIds: ['b-1', 'b-3'] }, context),
  ).toEqual({ removed: 1, freedBytes: 10 });
  expect(removed).toEqual(['b-1']);
});
