import { expect, test } from 'vitest';
import { RondaError } from '../../../shared/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import type { NumberAnswer } from '../inspect/inspector-protocol.ts';
import { askQuery } from './ask-query.ts';

const backup = { takenAt: Date.UTC(2026, 10, 29, 2), bytes: 4096 };
const ask = (answer: () => Promise<NumberAnswer>, atLeast = 1, signal = new AbortController().signal) =>
  askQuery(
    { inspector: { number: answer }, clock: systemClock },
    { query: 'SELECT count(*)\n  FROM residents', atLeast },
    backup,
    'x.db',
    signal,
  );

test('the number that is wanted passes, one less fails and both numbers are told', async () => {
  expect(await ask(async () => ({ value: 10 }), 10)).toMatchObject([
    {
      command: 'sqlite3 -readonly (backup of 2026-11-29T02:00Z) "SELECT count(*) FROM residents"',
      ok: true,
      output: '10',
    },
  ]);
  expect(await ask(async () => ({ value: 9 }), 10)).toMatchObject([
    { ok: false, output: '9, but at least 10 was expected' },
  ]);
});

test('a query that cannot be answered, and an inspector that dies of it, fail the test and are told', async () => {
  expect(await ask(async () => ({ problem: 'no such table: residents' }))).toMatchObject([
    { ok: false, output: 'no such table: residents' },
  ]);
  const dead = () =>
    Promise.reject(new RondaError('backup.inspector-failed', { detail: 'no answer for 120 s' }));
  expect(await ask(dead)).toMatchObject([{ ok: false, output: 'no answer for 120 s' }]);
});

test('a test that is cancelled meanwhile says nothing of the backup', async () => {
  const abort = new AbortController();
  const cancelled = async (): Promise<NumberAnswer> => {
    abort.abort();
    throw abort.signal.reason;
  };
  await expect(ask(cancelled, 1, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
