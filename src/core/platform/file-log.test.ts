import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileLog, type FileLogOptions } from './file-log.ts';

let home: string;
let errors: unknown[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ronda-log-'));
  errors = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (more: Partial<FileLogOptions> = {}) =>
  createFileLog({
    folder: join(home, 'logs'),
    process: 'test',
    now: () => 1_800_000_000_000,
    onWriteError: (error) => errors.push(error),
    ...more,
  });
const lines = (file = 'ronda.log') =>
  readFileSync(join(home, 'logs', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('lines are JSON, redacted, and readable by the owner only', () => {
  const log = open();
  log.info('call from 081234567890', { nik: '3174051203900001', botToken: 'x', line: 'a\nb' });
  log.debug('not this one');
  log.flush();
  expect(lines()).toEqual([
    {
      at: '2027-01-15T08:00:00.000Z',
      level: 'info',
      process: 'test',
      pid: process.pid,
      message: 'call from [phone]',
      fields: { nik: '[NIK]', botToken: '[secret]', line: 'a\nb' },
    },
  ]);
  expect(statSync(join(home, 'logs', 'ronda.log')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'logs')).mode & 0o777).toBe(0o700);
});

test('a file that was open to others is closed to them', () => {
  mkdirSync(join(home, 'logs'));
  writeFileSync(join(home, 'logs', 'ronda.log'), '{}\n');
  chmodSync(join(home, 'logs', 'ronda.log'), 0o644);
  open().error('x');
  expect(statSync(join(home, 'logs', 'ronda.log')).mode & 0o777).toBe(0o600);
});

test('an error is on disk before the call returns, with what came before it', () => {
  const log = open();
  log.info('first');
  log.error('second', { error: new Error('boom') });
  expect(lines().map((line) => line.message)).toEqual(['first', 'second']);
  expect(lines()[1].fields.error.message).toBe('boom');
});

test('the log never grows past its files', () => {
  const log = open({ maxBytes: 2000, keep: 3 });
  for (let n = 0; n < 200; n++) log.warn(`line ${n}`);
  expect(readdirSync(join(home, 'logs')).sort()).toEqual(['ronda.1.log', 'ronda.2.log', 'ronda.log']);
  for (const file of readdirSync(join(home, 'logs'))) {
    expect(statSync(join(home, 'logs', file)).size).toBeLessThanOrEqual(2000);
  }
  expect(lines().at(-1).message).toBe('line 199');
});

test('a log that cannot be written is reported once, the program goes on, and the gap is told afterwards', () => {
  const log = open();
  writeFileSync(join(home, 'logs'), 'a file where the folder should be');
  log.error('one');
  log.error('two');
  expect(errors).toHaveLength(1);
  rmSync(join(home, 'logs'));
  log.error('three');
  expect(lines().map((line) => [line.message, line.fields?.lost])).toEqual([
    ['log lines were lost', 2],
    ['three', undefined],
  ]);
});

test('an unwritable value does not stop the line', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  open().warn('x', { cyclic, big: 10n });
  expect(lines()[0].fields.big).toBe('10');
});
