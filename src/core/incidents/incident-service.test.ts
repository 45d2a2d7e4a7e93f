import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertContent } from '../alerts/alert-content.ts';
import { createHealthAlerts } from '../alerts/health-alerts.ts';
import { silentLog } from '../platform/log.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { createPublishedState } from '../state/published-state.ts';
import { allMigrations } from '../storage/migrations/all-migrations.ts';
import type { Incidents } from './incident-mirror.ts';
import { defaultIncidentPolicy } from './incident-policy.ts';
import { createIncidentRepository } from './incident-repository.ts';
import { createIncidentService } from './incident-service.ts';
import type { HealthTransition } from './ports.ts';

let db: Database.Database;
beforeEach(() => {
  db = new Database(':memory:');
  for (const migration of allMigrations) db.exec(migration.sql);
});
afterEach(() => db.close());

/** The repository as the worker offers it: the same methods, later. */
function remote(): Incidents {
  const repository = createIncidentRepository(db);
  return {
    open: async (...args) => repository.open(...args),
    openOutage: async (...args) => repository.openOutage(...args),
    change: async (...args) => repository.change(...args),
    changeByCause: async (...args) => repository.changeByCause(...args),
    sweep: async (...args) => repository.sweep(...args),
    find: async (...args) => repository.find(...args),
    list: async () => repository.list(),
    timeline: async (...args) => repository.timeline(...args),
    headSeq: async () => repository.headSeq(),
    verify: async () => repository.verify(),
    exportJournal: async (...args) => repository.exportJournal(...args),
    importJournal: async (...args) => repository.importJournal(...args),
  };
}

function setUp(incidents: Incidents = remote(), language: 'en' | 'id' = 'en') {
  const clock = createManualClock(1_800_000_000_000);
  const publisher = createPublishedState();
  const direct: AlertContent[] = [];
  const news: string[] = [];
  const alerts = createHealthAlerts({
    onNews: () => void news.push('news'),
    tellDirectly: (content) => void direct.push(content),
    language: () => language,
  });
  const service = createIncidentService({
    incidents,
    publisher,
    clock,
    log: silentLog,
    alerts,
    author: () => 'Siti',
    language: () => language,
    hostName: () => 'Server RT 04',
    policyOf: () => defaultIncidentPolicy,
  });
  const go = (to: HealthTransition['to'], more: Partial<HealthTransition> = {}) =>
    service.handleTransition({
      hostId: 'rt04',
      serviceId: 'warga-service',
      name: 'Warga',
      from: to === 'down' ? 'pending' : 'down',
      to,
      at: clock.now(),
      reason: 'connect ECONNREFUSED',
      mainFunction: false,
      allDown: false,
      ...more,
    });
  return { service, clock, publisher, direct, news, go };
}

test('a service that goes down opens one incident, which recovers once, and nothing is told past the journal', async () => {
  const { service, direct, news, go, publisher } = setUp();
  await go('down');
  await go('down');
  await go('up', { reason: 'healthy' });
  await go('up');
  expect(await service.list()).toHaveLength(1);
  expect(publisher.list('incidents')).toMatchObject([
    { title: 'Warga is down', severity: 'P3', state: 'open' },
  ]);
  expect(publisher.list('incidents')[0]?.recoveredAt).not.toBeNull();
  const { entries } = await service.timeline('incident-1');
  expect(entries.map((entry) => entry.event)).toEqual(['opened', 'alert', 'recovered']);
  expect(direct).toEqual([]);
  expect(news).toHaveLength(3);
});

test('a second outage of an incident that is still open joins it', async () => {
  const { service, go } = setUp();
  for (const to of ['down', 'up', 'pending', 'down'] as const) await go(to);
  const [incident] = await service.list();
  const { entries, brokenAt } = await service.timeline(incident?.id ?? '');
  expect(entries.map((entry) => entry.event)).toEqual(['opened', 'recovered', 'relapsed']);
  expect(brokenAt).toBeNull();
});

test.each([
  [{ mainFunction: true }, 'P2'],
  [{ mainFunction: true, allDown: true }, 'P1'],
  [{}, 'P3'],
] as const)('the profile suggests the severity: %o is %s', async (flags, severity) => {
  const { service, go } = setUp();
  await go('down', flags);
  expect((await service.list())[0]?.severity).toBe(severity);
});

test('a lost host opens one incident of its own, and the unobserved services none', async () => {
  const { service, go } = setUp(remote(), 'id');
  await go('unobserved', { serviceId: null, name: 'Server RT 04', from: 'up' });
  await go('unobserved', { from: 'up' });
  await go('up', { serviceId: null, name: 'Server RT 04', from: 'unobserved' });
  expect(await service.list()).toMatchObject([{ title: 'Koneksi ke Server RT 04 terputus', cause: 'rt04' }]);
});

test('transitions handed in at once are recorded in their order', async () => {
  const { service, go } = setUp();
  await Promise.all([go('down'), go('degraded'), go('up'), go('down'), go('up')]);
  const { entries } = await service.timeline('incident-1');
  expect(entries.map((entry) => entry.event)).toEqual([
    'opened',
    'status',
    'recovered',
    'relapsed',
    'recovered',
  ]);
});

test('when the journal cannot be written the admin is called all the same, once', async () => {
  const full = async (): Promise<never> => {
    throw new Error('disk full');
  };
  let broken = true;
  const good = remote();
  const { direct, go, service } = setUp({
    ...good,
    open: (opening) => (broken ? full() : good.open(opening)),
  });
  await go('down');
  await go('down');
  expect(direct).toMatchObject([{ kind: 'down', title: 'Warga is down', severity: 'P3', lines: [] }]);
  broken = false;
  await go('down');
  expect(await service.list()).toHaveLength(1);
  expect(direct).toHaveLength(1);
});

test('a tick marks an overdue response and takes in what the command line wrote', async () => {
  const { service, clock, publisher, go } = setUp();
  await go('down', { allDown: true });
  const commandLine = createIncidentRepository(db);
  commandLine.open({
    title: 'chatbot answers in English',
    severity: 'P4',
    hostId: null,
    serviceId: null,
    openedBy: 'person',
    cause: null,
    at: clock.now(),
    by: 'Budi',
    note: '',
    respondWithinMs: 1,
  });
  await clock.advance(3_600_001);
  await service.tick();
  expect(
    publisher
      .list('incidents')
      .map((one) => [one.number, one.breached])
      .sort(),
  ).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('a start publishes what is open, and overdue while nobody ran Ronda', async () => {
  const first = setUp();
  await first.go('down');
  const second = setUp();
  await second.clock.advance(25 * 3_600_000);
  await second.service.start();
  expect(second.publisher.list('incidents')).toMatchObject([{ number: 1, breached: true }]);
});

test('a person opens, works through and closes an incident; every act stands in the timeline', async () => {
  const { service } = setUp();
  const { id } = await service.open({
    title: 'Login fails',
    severity: 'P3',
    hostId: null,
    serviceId: null,
    note: 'Bu Rini',
  });
  await service.setSeverity(id, 'P4', 'one browser only');
  for (const step of ['assess', 'contain', 'fix', 'test', 'deploy', 'review'] as const) {
    await service.change(id, {
      type: 'step',
      step,
      state: step === 'contain' ? 'skipped' : 'done',
      note: 'ok',
    });
  }
  const closed = await service.change(id, { type: 'close', note: '' });
  expect(closed).toMatchObject({ state: 'closed', openedBy: 'person', cause: null, severity: 'P4' });
  const { entries } = await service.timeline(id);
  expect(entries.map((entry) => entry.author)).toEqual(Array(9).fill('Siti'));
  expect(await service.list('open')).toEqual([]);
});

test('an edit of another incident is told too, an edit of this one first', async () => {
  const { service, go } = setUp();
  await go('down');
  await go('down', { serviceId: 'surat-service' });
  db.exec("DROP TRIGGER timeline_is_append_only_update; UPDATE timeline SET text = 'x'");
  expect((await service.timeline('incident-2')).brokenAt).toBe(2);
  db.exec("UPDATE timeline SET text = 'connect ECONNREFUSED' WHERE seq = 2");
  expect((await service.timeline('incident-2')).brokenAt).toBe(1);
});

test('a full disk is an incident of its own beside the host’s connection, with its own words, and recovers', async () => {
  const { service, go } = setUp();
  const disk = { serviceId: null, vital: { key: 'disk:/', title: 'The disk at / is 95 % full.' } };
  await go('down', disk);
  await go('down', disk);
  await go('unobserved', { serviceId: null });
  expect(
    (await service.list('open')).map(({ title, cause, recoveredAt }) => [title, cause, recoveredAt]),
  ).toEqual(
    expect.arrayContaining([
      ['The disk at / is 95 % full.', 'rt04/vital:disk:/', null],
      [expect.stringContaining('Connection to'), 'rt04', null],
    ]),
  );
  await go('up', disk);
  const open = await service.list('open');
  expect(open).toHaveLength(2);
  expect(open.find(({ cause }) => cause === 'rt04/vital:disk:/')?.recoveredAt).not.toBeNull();
  expect(open.find(({ cause }) => cause === 'rt04')?.recoveredAt).toBeNull();
});

test('services that all go down are one P1 that counts them off as they come back', async () => {
  const { service, go, clock } = setUp();
  const surat = { serviceId: 'surat-service', name: 'Surat' };
  await go('pending');
  await clock.advance(20_000);
  await go('down');
  await go('down', { ...surat, allDown: true });
  const open = await service.list('open');
  expect(open).toMatchObject([
    {
      title: 'All services of Server RT 04 are down',
      severity: 'P1',
      cause: 'rt04/*',
      startedAt: 1_800_000_000_000,
      affected: ['warga-service', 'surat-service'],
    },
  ]);
  expect((await service.list('closed')).map(({ mergedInto }) => mergedInto)).toEqual([2]);
  await go('up');
  expect((await service.list('open'))[0]).toMatchObject({ affected: ['surat-service'], recoveredAt: null });
  await go('down');
  await go('up');
  await go('up', surat);
  const [outage] = await service.list('open');
  expect(outage?.recoveredAt).not.toBeNull();
  const { entries, brokenAt } = await service.timeline('incident-2');
  expect(entries.map(({ event }) => event)).toEqual(['opened', 'status', 'spread', 'status', 'recovered']);
  expect(brokenAt).toBeNull();
  // It is over: what fails now is something of its own, until all is down again.
  await go('down');
  expect(await service.list('open')).toHaveLength(2);
  await go('down', { ...surat, allDown: true });
  expect(await service.list('open')).toMatchObject([{ number: 2, recoveredAt: null }]);
});

test('an incident that somebody works on is not taken from them by an outage', async () => {
  const { service, go } = setUp();
  await go('down', { mainFunction: true });
  await service.change('incident-1', { type: 'acknowledge' });
  await go('down', { serviceId: 'surat-service', allDown: true });
  expect((await service.list('open')).map(({ severity }) => severity)).toEqual(['P1', 'P2']);
});

test('the first failing check is when it began, also when the threshold came much later', async () => {
  const { service, go, clock } = setUp();
  await go('pending');
  await clock.advance(80_000);
  await go('down');
  const [incident] = await service.list();
  expect((incident?.openedAt ?? 0) - (incident?.startedAt ?? 0)).toBe(80_000);
});

test('a person says that it works again where no check watches, once', async () => {
  const { service, clock } = setUp();
  const opened = { title: 'Login fails', severity: 'P3', hostId: null, serviceId: null, note: '' } as const;
  const { id } = await service.open({ ...opened, startedAt: clock.now() - 60_000 });
  await clock.advance(5_000);
  await service.change(id, { type: 'resolve', note: 'Bu Rini can log in' });
  await service.change(id, { type: 'resolve', note: 'again' });
  const [incident] = await service.list();
  expect(incident).toMatchObject({ recoveredAt: clock.now(), state: 'open' });
  const { entries } = await service.timeline(id);
  expect(entries.map(({ event, kind }) => [event, kind])).toEqual([
    ['opened', 'person'],
    ['recovered', 'person'],
  ]);
});

test('after a sleep over the whole time to respond the clock speaks once, not twice', async () => {
  const { service, go, clock } = setUp();
  await go('down', { allDown: true });
  await clock.advance(9 * 3_600_000);
  await service.tick();
  await service.tick();
  const { entries } = await service.timeline('incident-1');
  expect(entries.map(({ event }) => event)).toEqual(['opened', 'breached']);
});
