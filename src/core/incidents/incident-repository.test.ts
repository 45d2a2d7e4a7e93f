import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allMigrations } from '../storage/migrations/all-migrations.ts';
import { createIncidentRepository, type IncidentRepository } from './incident-repository.ts';
import type { Opening } from './open-incident.ts';

let folder: string;
let file: string;
let db: Database.Database;
let repository: IncidentRepository;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ronda-journal-'));
  file = join(folder, 'ronda.db');
  db = new Database(file);
  db.pragma('journal_mode = WAL');
  for (const migration of allMigrations) db.exec(migration.sql);
  repository = createIncidentRepository(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const opening = (more: Partial<Opening> = {}): Opening => ({
  title: 'Warga is down',
  severity: 'P2',
  hostId: 'rt04',
  serviceId: 'warga-service',
  openedBy: 'check',
  cause: 'rt04/warga-service',
  at: 1000,
  by: 'Ronda',
  note: 'refused',
  respondWithinMs: 60_000,
  ...more,
});
const note = (text: string, at = 2000) => ({ type: 'note', at, by: 'Siti', text }) as const;

/** As somebody with the sqlite3 command would: another connection, triggers out of the way. */
function edit(sql: string): void {
  const outside = new Database(file);
  outside.pragma('foreign_keys = OFF');
  outside.exec(
    'DROP TRIGGER IF EXISTS timeline_is_append_only_update; DROP TRIGGER IF EXISTS timeline_is_append_only_delete;',
  );
  outside.exec(sql);
  outside.close();
}
function threeNotes(): string {
  const { incident } = repository.open(opening());
  for (const text of ['one', 'two', 'three']) repository.change(incident.id, note(text));
  expect(repository.verify()).toEqual([]);
  return incident.id;
}

test('numbers count up and one cause has one open incident', () => {
  expect(repository.open(opening())).toMatchObject({ outcome: 'opened', incident: { number: 1 } });
  expect(repository.open(opening({ at: 1500 }))).toMatchObject({
    outcome: 'joined',
    incident: { number: 1 },
  });
  expect(repository.open(opening({ cause: null }))).toMatchObject({
    outcome: 'opened',
    incident: { number: 2 },
  });
  repository.changeByCause('rt04/warga-service', { type: 'recovered', at: 1600, reason: '' });
  expect(repository.open(opening({ at: 1700 }))).toMatchObject({
    outcome: 'relapsed',
    incident: { number: 1 },
  });
  expect(repository.timeline('incident-1').map((entry) => entry.event)).toEqual([
    'opened',
    'alert',
    'recovered',
    'relapsed',
  ]);
  expect(repository.list().incidents.map((incident) => incident.number)).toEqual([2, 1]);
});

test('a refused change leaves neither a row nor an entry', () => {
  const { incident } = repository.open(opening());
  const early = { type: 'step', at: 2, by: 'x', step: 'deploy', state: 'done', note: '' } as const;
  expect(() => repository.change(incident.id, early)).toThrow(/comes first/);
  expect(repository.find(incident.id)).toEqual(incident);
  expect(repository.headSeq()).toBe(1);
  expect(() => repository.change('incident-99', early)).toThrow(/no incident/);
});

test('the timeline cannot be updated or deleted by SQL', () => {
  threeNotes();
  expect(() => db.exec("UPDATE timeline SET text = 'x' WHERE seq = 2")).toThrow(/append-only/);
  expect(() => db.exec('DELETE FROM timeline WHERE seq = 2')).toThrow(/append-only/);
});

test('entries are in the order they were written, although the clock was set back', () => {
  const { incident } = repository.open(opening({ at: 9000 }));
  repository.change(incident.id, note('earlier by the clock', 10));
  repository.change(incident.id, note('later', 20));
  expect(repository.timeline(incident.id).map((entry) => [entry.seq, entry.at])).toEqual([
    [1, 9000],
    [2, 10],
    [3, 20],
  ]);
  expect(repository.verify()).toEqual([]);
});

test.each([
  ['an edited text', "UPDATE timeline SET text = 'nothing happened' WHERE seq = 2", [2]],
  ['an edited time', 'UPDATE timeline SET at = at - 1 WHERE seq = 3', [3]],
  ['an edited author', "UPDATE timeline SET author = 'Budi' WHERE seq = 3", [3]],
  ['an impossible kind', "UPDATE timeline SET kind = 'gone', event = '?' WHERE seq = 2", [2]],
  ['a recomputed link', "UPDATE timeline SET prev_hash = 'x' WHERE seq = 3", [3]],
  ['a deleted entry', 'DELETE FROM timeline WHERE seq = 2', [2]],
  ['a cut tail', 'DELETE FROM timeline WHERE seq >= 3', [3]],
  [
    'a replaced entry',
    "REPLACE INTO timeline SELECT seq, incident_id, at, kind, event, step, author, 'new', incident_hash, prev_hash, hash FROM timeline WHERE seq = 3",
    [3],
  ],
  [
    'an added entry',
    "INSERT INTO timeline SELECT 5, incident_id, at, kind, event, step, author, 'new', incident_hash, hash, 'x' FROM timeline WHERE seq = 4",
    [5],
  ],
  [
    'a swapped pair',
    'UPDATE timeline SET seq = 100 WHERE seq = 2; UPDATE timeline SET seq = 2 WHERE seq = 3; UPDATE timeline SET seq = 3 WHERE seq = 100',
    [2, 3, 4],
  ],
  [
    'an edited incident',
    'UPDATE incident SET entity = replace(entity, \'"breached":false\', \'"breached":true\')',
    [4],
  ],
  ['an incident closed by hand', "UPDATE incident SET state = 'closed'", [4]],
  ['a deleted incident', 'DELETE FROM incident', [4]],
  ['a forgotten head', 'DELETE FROM timeline_head', [4]],
  ['an emptied journal', 'DELETE FROM timeline', [1]],
])('%s is found by its sequence number', (_name, sql, broken) => {
  const incidentId = threeNotes();
  edit(sql);
  expect(repository.verify()).toEqual(broken);
  if (!sql.includes('DELETE FROM incident')) expect(repository.timeline(incidentId)).toBeDefined();
});

test('entries written after a cut tail do not hide the cut', () => {
  const incidentId = threeNotes();
  edit('DELETE FROM timeline WHERE seq >= 3');
  repository.change(incidentId, note('four'));
  expect(repository.verify()[0]).toBe(3);
});

test('an incident that can no longer be read is named, its timeline stays readable, the others are listed', () => {
  const incidentId = threeNotes();
  repository.open(opening({ cause: null }));
  edit("UPDATE incident SET entity = '{' WHERE number = 1");
  expect(repository.list()).toMatchObject({ incidents: [{ number: 2 }], damaged: [1] });
  expect(repository.timeline(incidentId)).toHaveLength(4);
  expect(() => repository.find(incidentId)).toThrow(/changed from outside/);
});

test('what nobody answered in time is marked once, and never what was answered', () => {
  repository.open(opening());
  repository.open(opening({ cause: null, openedBy: 'person' }));
  repository.sweep(61_000);
  // The warning at three quarters of the time is an entry of its own.
  expect(repository.headSeq()).toBe(3);
  repository.sweep(61_001);
  repository.sweep(70_000);
  expect(repository.list().incidents.map((incident) => incident.breached)).toEqual([false, true]);
  expect(repository.headSeq()).toBe(4);
});

test('two processes write to one journal without losing or forking an entry', () => {
  const { incident } = repository.open(opening());
  const otherDb = new Database(file);
  const other = createIncidentRepository(otherDb);
  for (let n = 0; n < 20; n++) (n % 2 ? repository : other).change(incident.id, note(`note ${n}`));
  otherDb.close();
  expect(repository.timeline(incident.id)).toHaveLength(21);
  expect(repository.verify()).toEqual([]);
});

test('at three quarters of the time to respond the journal says so once, and anew when the clock changes', () => {
  const { incident } = repository.open(opening({ severity: 'P3', respondWithinMs: 100_000 }));
  const events = () => repository.timeline(incident.id).map(({ event }) => event);
  repository.sweep(75_999);
  expect(events()).not.toContain('nearly-due');
  repository.sweep(76_000);
  repository.sweep(80_000);
  expect(events().filter((event) => event === 'nearly-due')).toHaveLength(1);
  repository.sweep(101_001);
  expect(events().at(-1)).toBe('breached');
  repository.sweep(102_000);
  expect(events().filter((event) => event === 'nearly-due')).toHaveLength(1);
});

test('who has responded is not warned', () => {
  const { incident } = repository.open(opening({ respondWithinMs: 100_000 }));
  repository.change(incident.id, { type: 'acknowledge', at: 2_000, by: 'Siti' });
  repository.sweep(90_000);
  expect(repository.timeline(incident.id).map(({ event }) => event)).not.toContain('nearly-due');
});
