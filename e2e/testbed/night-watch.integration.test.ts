import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RondaConsole } from '../../src/core/console.ts';
import { botToken, type NightWatchBed, nightProfile, startNightWatchBed, user } from './night-watch-bed.ts';
import { waitFor } from './wait-for.ts';

/** One night after another on one server; each test begins where the one before it ended. */
let bed: NightWatchBed;
let ronda: RondaConsole;
let hostId = '';
const crontabBefore = '# mine\nMAILTO=""\n\n5 4 * * * echo "50\\% of $HOME" >/dev/null\n';
const folder = (): string => `${bed.serverHome}/.ronda-night-watch/${hostId}`;
const statusOf = (serviceId: string) => ronda.state.get('tiles', `${hostId}/${serviceId}`)?.status;
/** Longer than news are gathered, so that a message too many would have come. */
const settle = () => sleep(9000);

async function openConsole(): Promise<void> {
  ({ console: ronda, hostId } = await bed.open());
}
const messages = () =>
  bed.telegram.messages.map(({ text, byNightWatch }) => `${byNightWatch ? 'night' : 'console'}: ${text}`);

beforeAll(async () => {
  bed = await startNightWatchBed((ports) => nightProfile(ports));
  await bed.setCrontab(crontabBefore);
  await bed.web(true);
  await openConsole();
});
afterAll(async () => {
  await bed?.stop();
});

test('the plan shows every file and line, hides the token, and changes nothing', async () => {
  const plan = await ronda.dispatcher.run('night-watch.plan', { hostId });
  expect(plan).toMatchObject({ action: 'place', scheduler: 'cron', version: 1, folder: folder() });
  expect(plan.files.map(({ name, mode }) => `${mode} ${name}`)).toEqual([
    '700 ronda-night-watch.sh',
    '600 targets',
    '600 telegram',
  ]);
  expect(plan.crontabLines).toEqual([
    `# ronda-night-watch ${hostId}`,
    `* * * * * /bin/sh ${folder()}/ronda-night-watch.sh >/dev/null 2>&1`,
  ]);
  expect(plan.watched.map(({ serviceId, checkId }) => `${serviceId}/${checkId}`)).toEqual([
    'warga/health',
    'surat/docker',
  ]);
  expect(JSON.stringify(plan)).not.toContain(botToken);
  expect(await bed.crontab()).toBe(crontabBefore);
  expect(await bed.shell(`ls -A ${bed.serverHome}`)).not.toContain('ronda');
});

test('what is placed is what was shown: another digest places nothing', async () => {
  const placing = ronda.dispatcher.run('night-watch.place', { hostId, digest: '0'.repeat(64) });
  await expect(placing).rejects.toMatchObject({ code: 'server-task.plan-changed' });
  expect(await bed.crontab()).toBe(crontabBefore);
});

test('placed, it is verified, has run once, and its token lies in a file of the user alone and in no argument', async () => {
  const { digest } = await ronda.dispatcher.run('night-watch.plan', { hostId });
  const stages: string[] = [];
  const status = await ronda.dispatcher.run(
    'night-watch.place',
    { hostId, digest },
    { emit: async ({ stage }) => void stages.push(stage) },
  );
  expect(stages).toEqual(['write', 'verify', 'first-run', 'schedule']);
  expect(status).toMatchObject({
    state: 'watching',
    version: 1,
    scheduler: 'cron',
    differences: [],
    problem: '',
  });
  expect(status.lastRunAt).toBeGreaterThan(Date.now() - 60_000);
  expect((await bed.crontab()).startsWith(crontabBefore)).toBe(true);
  expect(await bed.shell(`stat -c '%a %n' ${folder()}/telegram ${folder()}/ronda-night-watch.sh`)).toBe(
    `600 ${folder()}/telegram\n700 ${folder()}/ronda-night-watch.sh\n`,
  );
  expect(await bed.shell(`grep -rl '${botToken}' ${folder()}`)).toBe(`${folder()}/telegram\n`);
  expect((await ronda.dispatcher.run('night-watch.plan', { hostId })).action).toBe('nothing');
});

test('a real cron daemon starts it within a minute', async () => {
  const last = () => bed.shell(`cat ${folder()}/last`);
  const before = await last();
  const stopCron = await bed.cron();
  try {
    await waitFor('cron to start it', async () => (await last()) !== before, {
      timeoutMs: 100_000,
      everyMs: 500,
    });
    expect(await bed.shell(`stat -c %U ${folder()}/last`)).toBe(`${user}\n`);
  } finally {
    await stopCron();
  }
});

test('both awake: exactly one message for a service that goes down, and one when it is back', async () => {
  await waitFor('the console to see it up', () => statusOf('warga') === 'up');
  await bed.minute();
  await bed.web(false);
  await waitFor('the console to see it down', () => statusOf('warga') === 'down');
  await Promise.all([bed.minute(), settle()]);
  await bed.minute();
  expect(messages()).toEqual([expect.stringContaining('console: 🟠 <b>Residents is down')]);
  await bed.web(true);
  await waitFor('the console to see it up again', () => statusOf('warga') === 'up');
  await bed.minute();
  await settle();
  await bed.minute();
  expect(messages().slice(1)).toEqual([expect.stringContaining('console: 🟢 <b>Residents is up again')]);
});

test('with the console gone the night watch tells it, once, in the same words, and the recovery too', async () => {
  await ronda.close();
  bed.telegram.messages.length = 0;
  await sleep(4000);
  await bed.minute();
  expect(messages()).toEqual([]);
  await bed.web(false);
  await bed.minute();
  await bed.minute();
  expect(bed.telegram.messages).toMatchObject([
    { path: `/bot${botToken}/sendMessage`, chatId: '-1001', topicId: '7', byNightWatch: true },
  ]);
  expect(messages()[0]).toMatch(
    /^night: 🟠 <b>Residents is down<\/b>\nServer: Server RT 04\nP2 · the connection is refused\nSeen by the night watch on the server at \d\d:\d\d \S+; the console is away\./,
  );
  await bed.web(true);
  await bed.minute();
  await bed.minute();
  expect(messages().slice(1)).toEqual([
    expect.stringMatching(/^night: 🟢 <b>Residents is up again<\/b>\nServer: Server RT 04\nSeen/),
  ]);
});

test('everything down is one message, and a stopped container is seen', async () => {
  bed.telegram.messages.length = 0;
  await bed.web(false);
  await bed.container(false);
  await bed.minute();
  expect(messages()).toEqual([
    expect.stringMatching(
      /^night: 🔴 <b>All services of Server RT 04 are down<\/b>\nServer: Server RT 04\n• Residents: the connection is refused \(P1\)\n• Letters: its container does not run \(prisma_surat_1: exited\) \(P1\)\n/,
    ),
  ]);
  await bed.container(true);
  await bed.minute();
  expect(messages().slice(1)).toEqual([expect.stringContaining('<b>Letters is up again')]);
});

test('the console comes back: no second message, an incident of that time, the gap filled, and the recovery told once', async () => {
  bed.telegram.messages.length = 0;
  // Further from the console's own beats than a check's interval.
  await sleep(4000);
  await bed.minute();
  await sleep(4000);
  const cameBack = Date.now();
  await openConsole();
  await waitFor('the console to see it down', () => statusOf('warga') === 'down');
  await Promise.all([bed.minute(), settle()]);
  expect(messages()).toEqual([]);
  const incidents = ronda.state.list('incidents').filter(({ recoveredAt }) => recoveredAt === null);
  expect(incidents.map(({ serviceId }) => serviceId)).toEqual(['warga']);
  expect(incidents[0]?.openedAt).toBeLessThan(cameBack);
  const { beats } = await ronda.dispatcher.run('health.history', {
    hostId,
    serviceId: 'warga',
    checkId: 'health',
    sinceMs: 0,
  });
  const seen = beats.filter(({ source }) => source === 'night-watch');
  expect(seen.map(({ status }) => status)).toEqual(expect.arrayContaining(['up', 'down']));
  expect(seen.every(({ at }) => at < cameBack)).toBe(true);
  expect(beats.map(({ at }) => at)).toEqual(beats.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(seen.find(({ status }) => status === 'down')?.cause).toMatchObject({ code: 'night-watch.seen' });
  const tile = ronda.state.get('tiles', `${hostId}/warga`);
  expect(tile?.checks[0]?.recent.some(({ source }) => source === 'night-watch')).toBe(true);

  await bed.web(true);
  await waitFor('the console to see it up again', () => statusOf('warga') === 'up');
  await settle();
  await bed.minute();
  expect(messages()).toEqual([expect.stringContaining('console: 🟢 <b>Residents is up again')]);
});

test('a console that is killed gives no lease back: the night watch begins when the lease has lapsed', async () => {
  bed.telegram.messages.length = 0;
  await bed.minute();
  await ronda.close();
  await bed.web(false);
  const leaseOf = (age: number) => bed.shell(`echo "lease $(($(date +%s) - ${age}))" >${folder()}/lease`);
  await leaseOf(80);
  await bed.minute();
  expect(messages()).toEqual([]);
  await leaseOf(91);
  await bed.minute();
  expect(messages()).toEqual([expect.stringContaining('<b>Residents is down')]);
  // One from the future would silence it for ever.
  await bed.web(true);
  await leaseOf(-3600);
  await bed.minute();
  expect(messages()).toHaveLength(2);
});

test('what the console told before it left is not told again, but its recovery is', async () => {
  bed.telegram.messages.length = 0;
  await bed.web(false);
  await bed.shell(`printf 'lease 0\\ntold warga P2\\n' >${folder()}/lease`);
  await bed.minute();
  await bed.minute();
  expect(messages()).toEqual([]);
  await bed.web(true);
  await bed.minute();
  await bed.minute();
  expect(messages()).toEqual([expect.stringContaining('<b>Residents is up again')]);
});

test('a refusal of Telegram loses no message: it is sent later, the reason is shown, the token is not', async () => {
  bed.telegram.messages.length = 0;
  await bed.shell(`echo 'lease 0' >${folder()}/lease`);
  await bed.web(false);
  bed.telegram.next({
    status: 429,
    body: {
      ok: false,
      error_code: 429,
      description: `slow down ${botToken}`,
      parameters: { retry_after: 30 },
    },
  });
  await bed.minute();
  expect(messages()).toEqual([]);
  const problem = await bed.shell(`cat ${folder()}/problem`);
  expect(problem).toContain('slow down [token]');
  await bed.minute();
  expect(messages()).toEqual([]);
  await bed.shell(`echo $(($(date +%s) - 1)) >${folder()}/state/retry-at`);
  await bed.minute();
  expect(messages()).toEqual([expect.stringContaining('<b>Residents is down')]);
  await bed.web(true);
  await bed.minute();
});

test('removed, nothing is left and the crontab is byte for byte what it was', async () => {
  await openConsole();
  await ronda.dispatcher.run('night-watch.status', { hostId });
  const status = await ronda.dispatcher.run('night-watch.remove', { hostId });
  expect(status.state).toBe('absent');
  expect(await bed.crontab()).toBe(crontabBefore);
  expect(await bed.shell(`ls -A ${bed.serverHome}`)).not.toContain('ronda');
});
