import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultAlertConfig } from '../../shared/domain/alerts.ts';
import { parseProfile } from '../profile/parse-profile.ts';
import type { ServerFacts } from '../server-task/server.ts';
import { makePlan, type PlanInput } from './make-plan.ts';
import { utcQuietHours } from './quiet-minutes.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../resources/${path}`, import.meta.url), 'utf8');
const facts: ServerFacts = {
  home: '/home/admin',
  user: 'admin',
  tools: { curl: true, gnuWget: false, wget: false, nc: true, bash: true, docker: true, timeout: true },
  crontab: true,
  currentCrontab: null,
  crontabRefused: '',
  cronRuns: true,
  userTimers: 'absent',
};
const input: PlanInput = {
  hostId: 'rt04',
  hostName: 'Server RT 04',
  target: {
    kind: 'ssh',
    address: 'a',
    port: 22,
    user: 'admin',
    auth: { method: 'password' },
    dockerSocket: '/d.sock',
  },
  sudo: false,
  profile: parseProfile(read('profiles/prisma-rt04.yaml'), 'prisma-rt04.yaml'),
  language: 'id',
  telegram: {
    apiBase: 'https://api.telegram.org',
    token: '1:secret',
    config: { ...defaultAlertConfig, telegram: { enabled: true, chatId: '-5', topicId: null } },
  },
  deadManUrl: 'https://hc.example/ping/secret-uuid',
  script: read('night-watch/ronda-night-watch.sh'),
  facts,
  placed: null,
  now: Date.UTC(2026, 10, 24),
};
const plan = (change: Partial<ServerFacts> = {}, more: Partial<PlanInput> = {}) =>
  makePlan({ ...input, ...more, facts: { ...facts, ...change } }).shown;

test('no secret is in what is shown, and yet another secret is another plan', () => {
  const shown = plan();
  expect(JSON.stringify(shown)).not.toMatch(/1:secret|secret-uuid/);
  expect(shown.files.find(({ name }) => name === 'telegram')?.text).toBe(
    'https://api.telegram.org/bot[token]/sendMessage\n-5\n-\n',
  );
  const other = plan({}, { telegram: { ...input.telegram, token: '1:other' } });
  expect(other.digest).not.toBe(shown.digest);
  expect(plan().digest).toBe(shown.digest);
});

test('a user timer is taken where it outlives the session; without lingering it is cron, and the plan says why', () => {
  const timer = plan({ userTimers: 'usable', crontab: false });
  expect(timer.scheduler).toBe('systemd-user');
  expect(timer.crontabLines).toEqual([]);
  expect(timer.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/home/admin/.config/systemd/user/ronda-night-watch-rt04.timer']),
  );
  const cron = plan({ userTimers: 'needs-lingering' });
  expect(cron.scheduler).toBe('cron');
  expect(cron.notes).toContain('needs-lingering');
});

test('a server that cannot start it, or cannot send, is refused with what to install', () => {
  expect(() =>
    plan({ crontab: false, crontabRefused: 'not allowed', userTimers: 'needs-lingering' }),
  ).toThrow(
    expect.objectContaining({
      code: 'night-watch.no-scheduler',
      hint: expect.stringContaining('enable-linger admin'),
    }),
  );
  expect(() => plan({ tools: { ...facts.tools, curl: false } })).toThrow(
    expect.objectContaining({ code: 'night-watch.no-sender' }),
  );
});

test.each(['', 'relative', '/home/a b', '/home/$(id)', '/home/a\n', "/home/'", '/home/../etc'])(
  'the home %j would have to be quoted for a crontab and is refused',
  (home) => {
    expect(() => plan({ home })).toThrow(expect.objectContaining({ code: 'server-task.home-unusable' }));
  },
);

test('what the server cannot look at is named, and never placed', () => {
  const less = plan({ tools: { ...facts.tools, docker: false } }, { sudo: true });
  expect(less.leftOut.map(({ reason }) => reason).sort()).toEqual([
    ...['console-only', 'console-only'],
    ...Array(6).fill('no-docker'),
  ]);
  expect(less.watched.some(({ checkId }) => checkId === 'docker')).toBe(false);
});

test('quiet hours are told in UTC, whatever zone the server believes in', () => {
  const quietHours = { enabled: true, from: '22:00', to: '06:00' };
  expect(utcQuietHours({ quietHours, timeZone: 'Asia/Jakarta' }, input.now)).toEqual({ from: 900, to: 1380 });
  expect(utcQuietHours({ quietHours, timeZone: 'Asia/Kathmandu' }, input.now)).toEqual({ from: 975, to: 15 });
  expect(utcQuietHours({ quietHours, timeZone: 'UTC' }, input.now)).toEqual({ from: 1320, to: 360 });
  const off = { ...quietHours, enabled: false };
  expect(utcQuietHours({ quietHours: off, timeZone: 'UTC' }, input.now)).toBeNull();
});
