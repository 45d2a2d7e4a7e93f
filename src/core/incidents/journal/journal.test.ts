import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { allMigrations } from '../../storage/migrations/all-migrations.ts';
import { createIncidentRepository } from '../incident-repository.ts';
import { createPostMortemRepository } from '../post-mortem/post-mortem-repository.ts';

const hour = 3_600_000;

function home() {
  const db = new Database(':memory:');
  for (const { sql } of allMigrations) db.exec(sql);
  const incidents = createIncidentRepository(db);
  const open = (title: string, at: number) =>
    incidents.open({
      title,
      severity: 'P2',
      hostId: 'rt04',
      serviceId: 'warga-service',
      openedBy: 'check',
      cause: `rt04/${title}`,
      at,
      by: 'Ronda',
      note: 'connection refused',
      respondWithinMs: hour,
    }).incident;
  return { db, incidents, open };
}

/** Two incidents, one of them answered, with a post-mortem. */
function written() {
  const theirs = home();
  const first = theirs.open('Warga mati', 1000);
  theirs.open('Surat mati', 2000);
  theirs.incidents.change(first.id, { type: 'acknowledge', at: 3000, by: 'Budi' });
  theirs.incidents.change(first.id, { type: 'note', at: 4000, by: 'Budi', text: 'Disk penuh' });
  createPostMortemRepository(theirs.db).put({
    incidentId: first.id,
    impact: 'Semua warga',
    rootCause: 'Disk',
    wentWell: '',
    wentBadly: '',
    followUps: [],
    savedAt: 5000,
  });
  return { ...theirs, json: theirs.incidents.exportJournal(9000) };
}

test('another console’s journal comes in as history: entries, times, authors and post-mortem, with no clock', () => {
  const ours = home();
  ours.open('Milik sendiri', 500);
  expect(ours.incidents.importJournal(written().json, 10_000)).toEqual({ imported: 2, known: 0 });
  const { incidents } = ours.incidents.list();
  expect(incidents.map(({ number, title, imported, cause }) => [number, title, imported, cause])).toEqual([
    [3, 'Surat mati', true, null],
    [2, 'Warga mati', true, null],
    [1, 'Milik sendiri', false, 'rt04/Milik sendiri'],
  ]);
  const entries = ours.incidents.timeline('incident-2');
  expect(entries.map(({ event, at, author }) => [event, at, author])).toEqual([
    ['opened', 1000, 'Ronda'],
    ['acknowledged', 3000, 'Budi'],
    ['note', 4000, 'Budi'],
    ['imported', 10_000, 'Ronda'],
  ]);
  expect(createPostMortemRepository(ours.db).find('incident-2')?.rootCause).toBe('Disk');
  expect(ours.incidents.verify()).toEqual([]);
  // Long after its time to respond: an imported one is nobody's alarm.
  ours.incidents.sweep(1000 * hour);
  expect(ours.incidents.timeline('incident-3').map(({ event }) => event)).not.toContain('breached');
});

test('what is here already comes in once: the same file again, and a home’s own journal', () => {
  const ours = home();
  const { json, incidents } = written();
  ours.incidents.importJournal(json, 10_000);
  expect(ours.incidents.importJournal(json, 11_000)).toEqual({ imported: 0, known: 2 });
  expect(incidents.importJournal(json, 11_000)).toEqual({ imported: 0, known: 2 });
  // Out of a home that took it in, it goes on as what it was.
  expect(home().incidents.importJournal(ours.incidents.exportJournal(12_000), 13_000).imported).toBe(2);
});

test.each([
  ['an entry’s text', (json: string) => json.replace('Disk penuh', 'Disk kosong')],
  ['an incident’s row', (json: string) => json.replace('Surat mati', 'Surat sakit')],
  [
    'an entry that was taken out',
    (json: string) => {
      const file = JSON.parse(json);
      file.entries.splice(2, 1);
      return JSON.stringify(file);
    },
  ],
  [
    'a tail that was cut off',
    (json: string) => {
      const file = JSON.parse(json);
      file.entries.pop();
      return JSON.stringify(file);
    },
  ],
])('a journal with %s changed is refused whole', (_what, change) => {
  const ours = home();
  const tampered = change(written().json);
  expect(() => ours.incidents.importJournal(tampered, 10_000)).toThrow(
    expect.objectContaining({ code: 'incidents.journal-tampered' }),
  );
  expect(ours.incidents.list().incidents).toEqual([]);
});

test.each(['', '[]', '{"format":"ronda-journal/2"}', '{"format":"ronda-journal/1"}'])(
  '%j is no journal, and is said to be none',
  (json) => {
    expect(() => home().incidents.importJournal(json, 1)).toThrow(
      expect.objectContaining({ code: 'incidents.not-a-journal' }),
    );
  },
);
