import { expect, test } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import { createMemoryRepositories } from '../backup/testing/memory-repositories.ts';
import { silentLog } from '../platform/log.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { createPublishedState } from '../state/published-state.ts';
import { CallerGone } from './caller-gone.ts';
import { createJobs } from './jobs.ts';
import { createProgressMeter } from './progress-meter.ts';

function open(owner = 'me') {
  const repositories = createMemoryRepositories();
  const state = createPublishedState();
  const clock = createManualClock();
  const make = (by: string) =>
    createJobs({ repository: repositories.jobs, publisher: state, clock, log: silentLog, owner: by });
  return { jobs: make(owner), make, repositories, state, clock };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test('a job is recorded as running before its work begins, and as done after it', async () => {
  const { jobs, repositories, state } = open();
  const result = await jobs.run('backup', 'x', null, async () => {
    expect((await repositories.jobs.list())[0]?.state).toBe('running');
    return 5;
  });
  expect(result).toBe(5);
  expect(state.list('jobs')).toMatchObject([{ state: 'done', error: null }]);
});

test('a failed job keeps what went wrong', async () => {
  const { jobs, state } = open();
  const failing = jobs.run('verify', 'x', null, async () => {
    throw new RondaError('backup.not-found');
  });
  await expect(failing).rejects.toMatchObject({ code: 'backup.not-found' });
  expect(state.list('jobs')).toMatchObject([{ state: 'failed', error: { code: 'backup.not-found' } }]);
});

test('a cancel ends the job as cancelled; one of an unknown job says so', async () => {
  const { jobs, state, clock } = open();
  const running = jobs.run('backup', 'x', null, (_report, signal) => untilAborted(signal));
  await clock.advance(0);
  await new Promise(setImmediate);
  jobs.cancel(state.list('jobs')[0]?.id ?? '');
  await expect(running).rejects.toMatchObject({ code: 'common.cancelled' });
  expect(state.list('jobs')).toMatchObject([{ state: 'cancelled' }]);
  expect(() => jobs.cancel('job-none')).toThrow(RondaError);
});

test('a job goes on when the window that asked is gone, and stops when it cancels', async () => {
  const { jobs, state } = open();
  const caller = new AbortController();
  let finish = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const running = jobs.run('backup', 'x', null, () => gate, { signal: caller.signal });
  await new Promise(setImmediate);
  caller.abort(new CallerGone());
  finish();
  await running;
  expect(state.list('jobs')).toMatchObject([{ state: 'done' }]);
});

test('a job of a dead owner is interrupted at the next start and not run again', async () => {
  const { make, state, repositories } = open();
  void make('dead').run('restore', 'x', null, () => new Promise(() => undefined));
  void make('alive').run('backup', 'y', null, () => new Promise(() => undefined));
  await new Promise(setImmediate);
  await make('new').recover(async (owner) => owner === 'alive');
  expect(
    state
      .list('jobs')
      .map(({ kind, state: is }) => `${kind} ${is}`)
      .sort(),
  ).toEqual(['backup running', 'restore interrupted']);
  expect((await repositories.jobs.running()).map(({ owner }) => owner)).toEqual(['alive']);
});

test('the newest 50 finished jobs are kept', async () => {
  const { jobs, state, clock } = open();
  for (let turn = 0; turn < 55; turn++) {
    clock.set(1_800_000_000_000 + turn);
    await jobs.run('verify', String(turn), null, async () => undefined);
  }
  expect(state.list('jobs')).toHaveLength(50);
  expect(state.list('jobs').map(({ subject }) => subject)).not.toContain('4');
});

test('progress is published at most four times a second, each new phase at once', async () => {
  const { jobs, clock } = open();
  const seen: string[] = [];
  await jobs.run(
    'backup',
    'x',
    null,
    async (report) => {
      for (let turn = 0; turn < 100; turn++) {
        await clock.advance(10);
        report({ phase: 'copy', doneBytes: turn, totalBytes: 100 });
      }
      report({ phase: 'replay' });
    },
    { onProgress: ({ phase }) => seen.push(phase) },
  );
  expect(seen.filter((phase) => phase === 'copy').length).toBeLessThanOrEqual(5);
  expect(seen.at(-1)).toBe('replay');
});

test('the rate follows a steady line and the time left agrees with it', () => {
  const meter = createProgressMeter();
  let last = meter({ phase: 'copy', doneBytes: 0, totalBytes: 10_000_000 }, 0);
  expect(last.remainingMs).toBeNull();
  for (let turn = 1; turn <= 40; turn++) {
    last = meter({ phase: 'copy', doneBytes: turn * 25_000, totalBytes: 10_000_000 }, turn * 250);
  }
  expect(last.bytesPerSecond).toBeCloseTo(100_000, 0);
  expect(last.remainingMs).toBeCloseTo(90_000, 0);
});
