import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertConfig } from '../../shared/domain/alerts.ts';
import { type Bench, openBenchState, startBench } from './testing/alerts-bench.ts';
import { type StandIn, startStandIn } from './testing/stand-in.ts';

let db: Database.Database;
let telegram: StandIn;
let bench: Bench;
const none = { P1: 0, P2: 0, P3: 0, P4: 0 };

beforeEach(async () => {
  db = openBenchState();
  telegram = await startStandIn();
});
afterEach(async () => {
  await bench.close();
  await telegram.close();
  db.close();
});

async function begin(config: Partial<AlertConfig> = {}, language: 'en' | 'id' = 'en'): Promise<void> {
  bench = startBench({
    db,
    telegramApi: telegram.base,
    config: { remindEveryMinutes: none, ...config },
    language,
  });
  await bench.start();
}

const texts = (): string[] => telegram.taken.map(({ body }) => String(body.text).replaceAll(/<\/?b>/g, ''));
const firstLines = (): string[] => texts().map((text) => text.split('\n')[0] ?? '');

test('a service that goes down and comes back is two messages on every channel that is routed', async () => {
  await begin();
  bench.down('warga-service', 'P2');
  await bench.pass(20_000);
  bench.up('warga-service');
  await bench.pass(60_000);
  expect(texts()).toEqual([
    [
      '🟠 warga-service is down',
      'Server: RT 04',
      'Incident #1 · P2',
      'Since 24 Nov, 10:00 GMT+7',
      'Respond by 24 Nov, 11:00 GMT+7',
    ].join('\n'),
    [
      '🟢 warga is up again',
      'Server: RT 04',
      'Incident #1 · P2',
      '24 Nov, 10:00 GMT+7 · Lasted less than a minute',
    ].join('\n'),
  ]);
  expect(bench.notices.map(({ title, severity }) => [title, severity])).toEqual([
    ['warga-service is down', 'P2'],
    ['warga is up again', 'ok'],
  ]);
});

test('Indonesian admins read Indonesian', async () => {
  await begin({}, 'id');
  bench.down('warga-service', 'P2');
  await bench.until(() => telegram.taken.length === 1);
  expect(texts()[0]).toContain('Tanggapi sebelum 24 Nov, 11.00 WIB');
  await bench.service.test('telegram', new AbortController().signal);
  expect(texts()[1]).toContain('Ronda: pesan uji');
});

test('nothing that a service answered, and nobody, stands in a message', async () => {
  await begin({ webhook: { enabled: true, secretHeader: '' } });
  bench.vault.secrets.set('webhook/url', `${telegram.base}/hook`);
  bench.down('warga-service', 'P1', 'Pak Budi budi@example.com 3174051203900001');
  await bench.until(() => telegram.taken.length === 2);
  const all = JSON.stringify([telegram.taken.map(({ body }) => body), bench.notices]);
  expect(all).toContain('[NIK]');
  for (const leak of ['Siti', 'HTTP 500', '0812', 'budi@', '3174']) expect(all).not.toContain(leak);
});

test('a name with line breaks and marks that turn the text around stays one line', async () => {
  await begin();
  bench.down('warga-service', 'P3', 'a\n<b>PALSU</b>\u202e\u0007x');
  await bench.until(() => telegram.taken.length === 1);
  expect(String(telegram.taken[0]?.body.text).split('\n')[0]).toBe(
    '🟡 <b>a &lt;b&gt;PALSU&lt;/b&gt; x is down</b>',
  );
});

test('what fails together on one host is one message, and its recovery too', async () => {
  await begin();
  for (const id of ['gateway', 'warga-service', 'surat-service']) {
    bench.down(id, id === 'gateway' ? 'P1' : 'P3');
    await bench.pass(2000);
  }
  await bench.pass(30_000);
  for (const id of ['gateway', 'warga-service', 'surat-service']) bench.up(id);
  await bench.pass(30_000);
  expect(firstLines()).toEqual(['🔴 3 things failed at once', '🟢 3 things are up again']);
  expect(texts()[0]).toContain('• surat-service is down (#3 · P3)');
});

test('news are gathered for seconds only, however many follow', async () => {
  await begin();
  const started = bench.clock.now();
  let count = 0;
  await bench.until(() => {
    bench.down(`service-${count++}`);
    return telegram.taken.length > 0;
  }, 2000);
  expect(bench.clock.now() - started).toBeLessThanOrEqual(25_000);
});

test('a lost host is one alert, and the unobserved services none', async () => {
  await begin();
  bench.down(null, 'P2');
  await bench.pass(60_000);
  bench.up(null);
  await bench.pass(60_000);
  expect(firstLines()).toEqual(['🟠 Connection to RT 04 lost', '🟢 Connected to RT 04 again']);
});

test('more failures of what is known to fail are no news, a relapse is', async () => {
  await begin();
  bench.down('warga-service');
  await bench.pass(10_000);
  for (let round = 0; round < 5; round++) {
    bench.down('warga-service');
    await bench.pass(10_000);
  }
  expect(telegram.taken).toHaveLength(1);
  bench.up('warga-service');
  await bench.pass(10_000);
  bench.down('warga-service');
  await bench.pass(10_000);
  expect(firstLines()).toEqual([
    '🟡 warga-service is down',
    '🟢 warga is up again',
    '🟡 warga-service is down',
  ]);
  expect(texts()[2]).toContain('It had recovered and failed again.');
});

test('each severity goes where its row of the matrix says', async () => {
  await begin({ routes: { P1: ['telegram'], P2: [], P3: ['desktop'], P4: [] } });
  for (const severity of ['P1', 'P2', 'P3', 'P4'] as const) {
    bench.down(`service-${severity.toLowerCase()}`, severity);
    await bench.pass(20_000);
  }
  expect(firstLines()).toEqual(['🔴 service-p1 is down']);
  expect(bench.notices.map(({ title }) => title)).toEqual(['service-p3 is down']);
});

test('what nobody responds to is told again, until somebody does or it recovers', async () => {
  await begin({ remindEveryMinutes: { ...none, P1: 15, P3: 15 } });
  const first = bench.down('warga-service', 'P1');
  await bench.pass(10_000);
  bench.down('surat-service', 'P3');
  await bench.pass(46 * 60_000, 10_000);
  expect(firstLines().slice(2)).toEqual(Array(6).fill(expect.stringContaining('Still failing')));
  bench.incidents.change(first, { type: 'acknowledge', at: bench.clock.now(), by: 'Siti' });
  bench.up('surat-service');
  const count = telegram.taken.length;
  await bench.pass(60 * 60_000, 20_000);
  expect(firstLines().slice(count)).toEqual(['🟢 surat is up again']);
});

test('reminders do not pile up behind a channel that is away', async () => {
  const { port } = new URL(telegram.base);
  await telegram.close();
  await begin({
    remindEveryMinutes: { ...none, P3: 1 },
    routes: { P1: [], P2: [], P3: ['telegram'], P4: [] },
  });
  bench.down('warga-service', 'P3');
  await bench.pass(30 * 60_000, 10_000);
  expect(bench.states('telegram')).toEqual(['waiting']);
  telegram = await startStandIn(Number(port));
  await bench.until(() => telegram.taken.length > 0, 5000);
  expect(firstLines()[0]).toBe('🟡 warga-service is down');
});

test('quiet hours hold everything but P1, which overtakes; afterwards the rest comes in order', async () => {
  await begin({ quietHours: { enabled: true, from: '09:30', to: '10:30' } });
  bench.down('warga-service', 'P2');
  await bench.pass(10_000);
  bench.down('surat-service', 'P3');
  await bench.pass(60_000);
  expect(telegram.taken).toEqual([]);
  expect(bench.notices).toEqual([]);
  const view = await bench.service.view();
  expect(view.quietUntil).toBe(Date.parse('2026-11-24T03:30:00Z'));
  expect(view.channels[1]).toMatchObject({ state: 'held', waiting: 2, nextAttemptAt: view.quietUntil });
  bench.down('gateway', 'P1');
  await bench.pass(60_000);
  expect(firstLines()).toEqual(['🔴 gateway is down']);
  await bench.pass(30 * 60_000, 20_000);
  expect(firstLines().slice(1)).toEqual(['🟠 warga-service is down', '🟡 surat-service is down']);
  expect(texts()[1]).toContain('Since 24 Nov, 10:00');
});

test('a raised severity and a missed response are told, a lowered one is not', async () => {
  await begin();
  const id = bench.down('warga-service', 'P3');
  await bench.pass(10_000);
  const change = { type: 'severity', by: 'Siti', reason: 'x', respondWithinMs: 60_000 } as const;
  bench.incidents.change(id, { ...change, severity: 'P2', at: bench.clock.now() });
  bench.service.wake();
  await bench.pass(10_000);
  bench.incidents.change(id, { ...change, severity: 'P3', at: bench.clock.now() });
  bench.down('surat-service', 'P3');
  bench.service.wake();
  await bench.pass(10_000);
  bench.incidents.sweep(bench.clock.now() + 2_700_000);
  bench.service.wake();
  await bench.pass(10_000);
  bench.incidents.sweep(bench.clock.now() + 3_700_000);
  bench.service.wake();
  await bench.pass(10_000);
  expect(firstLines()).toEqual([
    '🟡 warga-service is down',
    '🟠 warga-service is down',
    '🟡 surat-service is down',
    '🟡 Little time left to respond: surat-service is down',
    '🟡 Nobody has responded: surat-service is down',
  ]);
  expect(texts()[1]).toContain('Severity raised to P2');
});

test('a journal from before the alerts is not told', async () => {
  bench = startBench({ db, telegramApi: telegram.base, config: { remindEveryMinutes: none } });
  bench.down('warga-service');
  db.exec('UPDATE alert_cursor SET seq = (SELECT max(seq) FROM timeline)');
  await bench.start();
  await bench.pass(60_000);
  expect(telegram.taken).toEqual([]);
});

test('what happened days ago, while nobody told alerts, is history', async () => {
  bench = startBench({ db, telegramApi: telegram.base, config: { remindEveryMinutes: none } });
  bench.down('warga-service');
  bench.clock.set(bench.clock.now() + 2 * 86_400_000);
  await bench.start();
  bench.down('surat-service');
  await bench.until(() => telegram.taken.length > 0);
  expect(firstLines()).toEqual(['🟡 surat-service is down']);
});

test('when nothing can be kept, the channels that can be reached are told directly', async () => {
  await begin();
  const transition = {
    hostId: 'rt04',
    serviceId: 'warga-service',
    name: 'Warga',
    from: 'up',
    to: 'down',
    at: bench.clock.now(),
    reason: 'Siti',
    mainFunction: false,
    allDown: false,
  } as const;
  bench.healthAlerts.tell(transition, { kind: 'unrecorded', severity: 'P1' });
  bench.healthAlerts.tell(transition, { kind: 'unrecorded', severity: 'P1' });
  await bench.until(() => telegram.taken.length === 1 && bench.notices.length === 1);
  bench.healthAlerts.tell({ ...transition, to: 'up' }, { kind: 'none' });
  await bench.until(() => telegram.taken.length === 2 && bench.notices.length === 2);
  expect(firstLines()).toEqual(['🔴 Warga is down', '🟢 Warga is up again']);
});

test('what the night watch has told Telegram is not told there again, only on the other channels', async () => {
  bench = startBench({
    db,
    telegramApi: telegram.base,
    config: { remindEveryMinutes: none },
    toldElsewhere: async ({ incident }) => {
      if (incident.serviceId === 'ai-service') throw new Error('the state is locked');
      return incident.serviceId === 'warga-service';
    },
  });
  await bench.start();
  for (const id of ['warga-service', 'surat-service', 'ai-service']) bench.down(id);
  await bench.until(() => telegram.taken.length > 0 && bench.notices.length > 0);
  await bench.pass(20_000);
  expect(firstLines()).toEqual(['🟡 2 things failed at once']);
  expect(texts()[0]).not.toContain('warga-service');
  expect(bench.notices.map(({ title }) => title)).toEqual(['3 things failed at once']);
});
