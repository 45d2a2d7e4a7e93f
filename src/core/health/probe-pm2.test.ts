import { expect, test } from 'vitest';
import { judgePm2, type Pm2Process, parsePm2, probePm2 } from './probe-pm2.ts';

/** As PM2 6 prints it, cut down; the environment it prints too is what must never be looked at. */
const listed = (status: string, restarts = 0) => ({
  pid: 24842,
  name: 'telegram-bot',
  pm2_env: {
    name: 'telegram-bot',
    env: { BOT_TOKEN: '7000000001:secret' },
    status,
    restart_time: restarts,
    pm_uptime: 1795717016721,
  },
  pm_id: 0,
  monit: { memory: 53710848, cpu: 0 },
});
const processes = (...all: object[]): Pm2Process[] => parsePm2(JSON.stringify(all));

test('a process that is online is well, and says how often it was restarted', () => {
  expect(judgePm2(processes(listed('online', 3)), 'telegram-bot')).toEqual({
    outcome: 'ok',
    message: 'online · 3 restarts',
  });
});

test.each(['stopped', 'errored', 'launching', 'stopping'])(
  'one that is %s has failed, by that word',
  (status) => {
    expect(judgePm2(processes(listed(status, 16)), 'telegram-bot')).toMatchObject({
      outcome: 'fail',
      cause: { code: 'health.pm2-not-online', params: { status, restarts: 16 } },
    });
  },
);

test('of several instances one that is stopped is degraded, and an unknown name has failed', () => {
  const two = processes(listed('online'), listed('stopped'));
  expect(judgePm2(two, 'telegram-bot').outcome).toBe('degraded');
  expect(judgePm2(two, 'bot')).toMatchObject({ cause: { code: 'health.pm2-no-process' } });
});

test('nothing of the environment that PM2 prints is kept', () => {
  expect(JSON.stringify(processes(listed('online')))).not.toContain('secret');
});

test('a banner before the list is passed over; what is no list is said', () => {
  const banner =
    '>>>> In-memory PM2 is out-of-date, do:\n[PM2] Spawning PM2 daemon with pm2_home=/root/.pm2\n';
  expect(parsePm2(banner + JSON.stringify([listed('online')]))).toHaveLength(1);
  for (const text of ['', '[', '{"a":1}', '[{"name":1}]', '<html>'])
    expect(() => parsePm2(text), text).toThrow(expect.objectContaining({ code: 'health.pm2-unreadable' }));
});

const signal = new AbortController().signal;
const answers = (code: number, stdout: string) => async () => ({
  code,
  stdout: Buffer.from(stdout),
  stderr: Buffer.alloc(0),
});

test('no PM2, and a PM2 that never answers, are told apart', async () => {
  expect(await probePm2('bot', answers(127, ''), 1000, signal)).toMatchObject({
    outcome: 'fail',
    cause: { code: 'health.pm2-missing' },
  });
  const never = (_argv: unknown, options: { signal: AbortSignal }) =>
    new Promise<never>((_resolve, reject) => {
      options.signal.addEventListener('abort', () => reject(options.signal.reason));
    });
  expect(await probePm2('bot', never, 30, signal)).toMatchObject({ cause: { code: 'health.timeout' } });
});
