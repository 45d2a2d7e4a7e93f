import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expiresAfterMs, mostUnsure, mostWaiting } from './outbox-repository.ts';
import { type Bench, openBenchState, startBench } from './testing/alerts-bench.ts';
import { contentNamed } from './testing/contents.ts';
import { cutBeforeAnswer, type StandIn, silent, startStandIn } from './testing/stand-in.ts';

let folder: string;
let db: Database.Database;
let telegram: StandIn;
let benches: Bench[];
const onlyTelegram = { P1: ['telegram'], P2: ['telegram'], P3: ['telegram'], P4: [] } as const;
const routes = () => ({
  P1: [...onlyTelegram.P1],
  P2: [...onlyTelegram.P2],
  P3: [...onlyTelegram.P3],
  P4: [],
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ronda-outbox-'));
  db = openBenchState(join(folder, 'ronda.db'));
  telegram = await startStandIn();
  benches = [];
});
afterEach(async () => {
  for (const bench of benches) await bench.close();
  await telegram.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function process(more: Partial<Parameters<typeof startBench>[0]> = {}): Bench {
  const bench = startBench({
    db,
    telegramApi: telegram.base,
    ...more,
    config: { routes: routes(), remindEveryMinutes: { P1: 0, P2: 0, P3: 0, P4: 0 }, ...more.config },
  });
  benches.push(bench);
  return bench;
}

const titles = (): string[] =>
  telegram.taken.map(({ body }) => /<b>(.*?)<\/b>/.exec(String(body.text))?.[1] ?? String(body.text));

test('what went wrong while Telegram was away arrives once and in order, over a restart too', async () => {
  const base = new URL(telegram.base);
  await telegram.close();
  const first = process();
  await first.start();
  first.down('warga-service');
  await first.pass(20_000);
  first.up('warga-service');
  await first.pass(20_000);
  expect(first.states('telegram')).toEqual(['waiting', 'waiting']);
  await first.close();

  telegram = await startStandIn(Number(base.port));
  const second = process({ clock: first.clock, holder: 'second' });
  await second.start();
  second.down('surat-service');
  await second.until(() => telegram.taken.length >= 3);
  await second.pass(600_000, 10_000);
  expect(titles()).toEqual(['warga-service is down', 'warga is up again', 'surat-service is down']);
  expect(second.states('telegram')).toEqual(['sent', 'sent', 'sent']);

  await second.close();
  const third = process({ clock: first.clock, holder: 'third' });
  await third.start();
  await third.pass(60_000);
  expect(telegram.taken).toHaveLength(3);
});

test('server errors are backed off: twice as long each time, never endlessly fast', async () => {
  telegram.next(...Array.from({ length: 8 }, () => ({ status: 500, body: 'x' })));
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  const at: number[] = [];
  await bench.until(
    () => {
      while (at.length < telegram.taken.length) at.push(bench.clock.now());
      return bench.states('telegram')[0] === 'sent';
    },
    1000,
    3000,
  );
  const pauses = at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / 1000);
  expect(telegram.taken).toHaveLength(9);
  for (const [index, expected] of [5, 10, 20, 40, 80, 160, 300, 300].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(expected - 2);
    expect(pauses[index]).toBeLessThanOrEqual(expected + 8);
  }
});

test('retry_after is kept to, for the messages behind it too', async () => {
  telegram.next({ status: 429, body: { ok: false, description: 'x', parameters: { retry_after: 100 } } });
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => telegram.taken.length === 1);
  const told = bench.clock.now();
  bench.down('surat-service');
  await bench.until(() => telegram.taken.length === 3);
  expect(bench.clock.now() - told).toBeGreaterThanOrEqual(98_000);
  expect(titles()).toEqual(['warga-service is down', 'warga-service is down', 'surat-service is down']);
});

test('an attempt without an answer is repeated, marked as such, and never more often than the rule says', async () => {
  telegram.next(...Array.from({ length: 20 }, () => cutBeforeAnswer));
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => bench.states('telegram')[0] === 'failed');
  await bench.pass(3_600_000, 30_000);
  expect(telegram.taken).toHaveLength(mostUnsure);
  const texts = telegram.taken.map(({ body }) => String(body.text).includes('Possibly repeated'));
  expect(texts).toEqual([false, true, true]);
  const { outbox } = await bench.service.view();
  expect(outbox).toMatchObject([{ state: 'failed', unsure: true, error: { code: 'alerts.doubtful' } }]);
});

test.each([
  [401, 'alerts.telegram-token'],
  [403, 'alerts.telegram-forbidden'],
  [404, 'alerts.telegram-token'],
])(
  '%i stops the channel visibly; nothing is sent until the Test button went through',
  async (status, code) => {
    const refused = { status, body: { ok: false, description: 'no' } };
    telegram.next(refused);
    const bench = process();
    await bench.start();
    bench.down('warga-service');
    await bench.until(() => bench.troubles.length > 0);
    bench.down('surat-service');
    await bench.pass(3_600_000, 30_000);
    expect(telegram.taken).toHaveLength(1);
    expect(bench.troubles).toEqual(['alerts.channel-stopped telegram on']);
    const shown = (await bench.service.view()).channels.find(({ channel }) => channel === 'telegram');
    expect(shown).toMatchObject({ state: 'stopped', waiting: 2, error: { code } });

    telegram.next(refused);
    const { signal } = new AbortController();
    await expect(bench.service.test('telegram', signal)).rejects.toMatchObject({ code });
    expect((await bench.service.view()).channels[1]).toMatchObject({ state: 'stopped' });

    await bench.service.test('telegram', signal);
    expect(bench.troubles.at(-1)).toBe('alerts.channel-stopped telegram off');
    await bench.until(() => bench.states('telegram').every((state) => state === 'sent'));
    expect(titles().slice(-3)).toEqual([
      'Ronda: test message',
      'warga-service is down',
      'surat-service is down',
    ]);
  },
);

test('a message that Telegram will never take fails alone, and those behind it go on', async () => {
  telegram.next({ status: 400, body: { ok: false, description: 'Bad Request: message text is empty' } });
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => telegram.taken.length === 1);
  bench.down('surat-service');
  await bench.until(() => telegram.taken.length === 2);
  await bench.pass(5000);
  expect(bench.states('telegram')).toEqual(['failed', 'sent']);
});

test('killed while a message was under way: it goes again as a possible repetition, once', async () => {
  telegram.next(silent);
  const killed = process({ holder: 'killed' });
  await killed.start();
  killed.down('warga-service');
  await killed.until(() => telegram.taken.length === 1);
  // As a kill leaves it: claimed, not settled. The process is simply not asked any more.
  killed.setLeaseHolder(false);
  expect(killed.states('telegram')).toEqual(['sending']);

  const next = process({ clock: killed.clock, holder: 'next', isDead: (holder) => holder === 'killed' });
  await next.start();
  await next.until(() => telegram.taken.length === 2);
  await next.pass(60_000);
  expect(telegram.taken).toHaveLength(2);
  expect(telegram.taken[1]?.body.text).toContain('Possibly repeated');
  expect(next.states('telegram')).toEqual(['sent']);
});

test('closing lets the attempt under way end, so that nothing is in doubt', async () => {
  let answer = (): void => undefined;
  telegram.next((response) => {
    answer = () => void response.writeHead(200).end('{"ok":true}');
  });
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => telegram.taken.length === 1);
  answer();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await bench.close();
  expect(bench.states('telegram')).toEqual(['sent']);
});

test('a full outbox drops the oldest and says so, those of P1 last', async () => {
  await telegram.close();
  const bench = process();
  const draft = (title: string, urgent: boolean) => ({
    channel: 'telegram' as const,
    content: contentNamed(title, { severity: urgent ? 'P1' : 'P3' }),
    urgent,
  });
  await bench.alerts.remind([draft('urgent', true)], [], bench.clock.now());
  for (let count = 0; count < mostWaiting + 9; count++) {
    await bench.alerts.remind([draft(`m${count}`, false)], [], bench.clock.now());
  }
  const row = await bench.alerts.channelRow('telegram');
  expect(row).toMatchObject({ waiting: mostWaiting, waitingUrgent: 1, dropped: 10 });
  const [first, second] = await bench.alerts.pendingMessages(500);
  expect([first?.title, second?.title]).toEqual(['urgent', 'm10']);
});

test('what could not be delivered for a day is news no more', async () => {
  telegram.next(...Array.from({ length: 2000 }, () => ({ status: 503, body: 'x' })));
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => telegram.taken.length === 1);
  bench.clock.set(bench.clock.now() + expiresAfterMs);
  await bench.until(() => bench.states('telegram')[0] === 'failed', 10_000);
  const count = telegram.taken.length;
  await bench.pass(3_600_000, 60_000);
  expect(telegram.taken).toHaveLength(count);
  expect((await bench.service.view()).outbox).toMatchObject([{ error: { code: 'alerts.expired' } }]);
});

test('a process without the lease sends nothing', async () => {
  const bench = process();
  bench.setLeaseHolder(false);
  await bench.start();
  bench.down('warga-service');
  await bench.pass(60_000);
  expect(telegram.taken).toEqual([]);
  bench.setLeaseHolder(true);
  await bench.until(() => telegram.taken.length === 1);
});

test('a locked vault holds the messages, and opening it sends them', async () => {
  const bench = process();
  bench.vault.isLocked = true;
  await bench.start();
  bench.down('warga-service');
  await bench.pass(120_000);
  expect(telegram.taken).toEqual([]);
  expect((await bench.service.view()).channels[1]).toMatchObject({ state: 'locked', waiting: 1 });
  await expect(bench.service.test('telegram', new AbortController().signal)).rejects.toMatchObject({
    code: 'alerts.vault-locked',
  });
  expect(bench.troubles).toEqual(['alerts.vault-locked on']);
  bench.vault.isLocked = false;
  bench.service.wake();
  await bench.until(() => telegram.taken.length === 1 && bench.troubles.length === 2);
  expect(bench.troubles).toEqual(['alerts.vault-locked on', 'alerts.vault-locked off']);
});

test('failed messages can be sent again or given up by hand', async () => {
  const no = { status: 400, body: { ok: false, description: 'Bad Request: odd' } };
  telegram.next(no, no);
  const bench = process();
  await bench.start();
  bench.down('warga-service');
  await bench.until(() => bench.states('telegram').length === 1);
  bench.down('surat-service');
  await bench.until(() => bench.states('telegram').join() === 'failed,failed');
  const [first, second] = (await bench.service.view()).outbox;
  const context = { signal: new AbortController().signal, emit: async () => undefined };
  const one = { channel: 'telegram', seq: first?.seq ?? 0 } as const;
  expect(await bench.operations['alerts.retry'](one, context)).toEqual({ count: 1 });
  expect(await bench.operations['alerts.drop']({ ...one, seq: second?.seq ?? 0 }, context)).toEqual({
    count: 1,
  });
  await bench.until(() => bench.states('telegram').join() === 'sent,dropped');
  expect(telegram.taken).toHaveLength(3);
});

test('a Test that is refused stops the channel before an alert is lost on it', async () => {
  telegram.next({ status: 403, body: { ok: false, description: 'Forbidden: bot was blocked by the user' } });
  const bench = process();
  await bench.start();
  const { signal } = new AbortController();
  await expect(bench.service.test('telegram', signal)).rejects.toThrow('does not let the bot write');
  expect((await bench.service.view()).channels[1]).toMatchObject({ state: 'stopped' });
  await bench.service.test('telegram', signal);
  expect((await bench.service.view()).channels[1]).toMatchObject({ state: 'ready', error: null });
});
