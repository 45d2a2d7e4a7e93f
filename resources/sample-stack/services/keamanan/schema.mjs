import { createRandom } from '../lib/random.mjs';
import { inventHouseholds } from '../lib/residents.mjs';

export const USER_VERSION = 2;
export const TABLES = ['posts', 'patrols', 'incidents'];

const POSTS = ['Pos Utama', 'Pos Gang Anggrek', 'Pos Taman'];
const INCIDENTS = ['Lampu jalan padam', 'Tamu belum lapor', 'Motor parkir sembarangan', 'Kucing hilang'];
const FIRST_NIGHT = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/** @param {import('better-sqlite3').Database} db */
export function createKeamananDatabase(db) {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE posts (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE patrols (
      id INTEGER PRIMARY KEY,
      post_id INTEGER NOT NULL REFERENCES posts (id),
      night TEXT NOT NULL,
      guard TEXT NOT NULL,
      phone TEXT NOT NULL
    ) STRICT;
    CREATE TABLE incidents (
      id INTEGER PRIMARY KEY,
      patrol_id INTEGER NOT NULL REFERENCES patrols (id),
      what TEXT NOT NULL,
      settled INTEGER NOT NULL CHECK (settled IN (0, 1))
    ) STRICT;
  `);
  const random = createRandom(74);
  const guards = inventHouseholds(60).map(({ residents }) => residents[0]);
  const insertPost = db.prepare('INSERT INTO posts (name) VALUES (?)');
  const insertPatrol = db.prepare('INSERT INTO patrols (post_id, night, guard, phone) VALUES (?, ?, ?, ?)');
  const insertIncident = db.prepare('INSERT INTO incidents (patrol_id, what, settled) VALUES (?, ?, ?)');
  const posts = POSTS.map((name) => insertPost.run(name).lastInsertRowid);
  for (let night = 0; night < 120; night += 1) {
    const date = new Date(FIRST_NIGHT + night * DAY_MS).toISOString().slice(0, 10);
    for (const post of posts) {
      const guard = random.pick(guards);
      const patrol = insertPatrol.run(post, date, guard.name, guard.phone).lastInsertRowid;
      if (random.below(10) === 0) insertIncident.run(patrol, random.pick(INCIDENTS), random.below(2));
    }
  }
}
