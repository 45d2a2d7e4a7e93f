import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openStateDatabase, type StateLocation } from '../open-state-database.ts';
import { migratedRows, slowMigration } from './slow-migration.ts';

const script = new URL('../fixtures/migrating-process.ts', import.meta.url).pathname;

export interface KilledMigration {
  readonly schema: 'old' | 'new';
  /** Whether the copy of the state before the migration was there already when the process died. */
  readonly copied: boolean;
  /** What is wrong; empty is as promised. */
  readonly problems: string[];
}

/** A state of today's version with rows that a migration has to carry over. */
export function seedState(location: StateLocation): void {
  mkdirSync(location.copiesFolder, { recursive: true });
  const { db } = openStateDatabase(location, Date.now());
  const beat = db.prepare(
    `INSERT INTO heartbeat (host_id, service_id, check_id, at, outcome, status, latency_ms, message)
     VALUES ('rt04', 'warga-service', 'health', ?, 'ok', 'up', 12.5, ?)`,
  );
  db.transaction(() => {
    db.prepare("INSERT INTO host VALUES ('rt04', 0, '{}')").run();
    for (let n = 0; n < migratedRows; n++) beat.run(n, `beat ${n} ${'x'.repeat(40)}`);
  })();
  db.close();
}

/** How long an undisturbed migration takes from its first to its last word, ms. */
export async function timeMigration(seed: StateLocation): Promise<number> {
  const location = copyOf(seed, 'timed');
  const started = await start(location);
  await once(started.child, 'close');
  rmSync(dirname(location.file), { recursive: true });
  return performance.now() - started.at;
}

/** Migrates a copy of the seeded state in a process that is killed -9 after so long, and looks at what is left. */
export async function killMigration(seed: StateLocation, afterMs: number): Promise<KilledMigration> {
  const location = copyOf(seed, 'killed');
  const { child } = await start(location);
  const closed = once(child, 'close');
  await delay(afterMs);
  child.kill('SIGKILL');
  await closed;
  const found = look(location);
  rmSync(dirname(location.file), { recursive: true });
  return found;
}

function copyOf(seed: StateLocation, name: string): StateLocation {
  const folder = join(dirname(seed.file), name);
  mkdirSync(join(folder, 'copies'), { recursive: true });
  const location = { file: join(folder, 'ronda.db'), copiesFolder: join(folder, 'copies') };
  cpSync(seed.file, location.file);
  return location;
}

async function start({ file, copiesFolder }: StateLocation) {
  const child = spawn(process.execPath, [script, file, copiesFolder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.stdout.resume();
  return { child, at: performance.now() };
}

function look(location: StateLocation): KilledMigration {
  const problems: string[] = [];
  const copy = join(location.copiesFolder, `ronda-before-v${slowMigration.version}.db`);
  const copied = existsSync(copy);
  const schema = inspect(location.file, 'the state', problems);
  if (copied && inspect(copy, 'the copy', problems) !== 'old')
    problems.push('the copy is not of the old schema');
  if (schema === 'new' && !copied) problems.push('the schema is new and no copy of the old one was kept');

  // And the next start of the new version goes on from there.
  const { db, damaged } = openStateDatabase(location, Date.now(), [slowMigration]);
  if (damaged) problems.push('the next start took the state for damaged');
  db.close();
  if (inspect(location.file, 'the state after the next start', problems) !== 'new')
    problems.push('the next start did not finish the migration');
  if (!existsSync(copy)) problems.push('no copy was kept after the next start');
  return { schema, copied, problems };
}

/** Which of the two schemas a file has; anything between them is a problem. */
function inspect(file: string, what: string, problems: string[]): 'old' | 'new' {
  const db = new Database(file);
  try {
    const version = Number(db.pragma('user_version', { simple: true }));
    const schema = version === slowMigration.version ? 'new' : 'old';
    const say = (problem: string): void => void problems.push(`${what}: ${problem}`);
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') say('is not intact');
    const names = new Set(db.prepare('SELECT name FROM sqlite_schema').pluck().all());
    for (const name of ['heartbeat_day', 'heartbeat_by_note']) {
      if (names.has(name) !== (schema === 'new')) say(`version ${version} and ${name} do not go together`);
    }
    if (names.has('host_next')) say('has a half-made table');
    const columns = (db.pragma('table_info(heartbeat)') as { name: string }[]).map(({ name }) => name);
    if (columns.includes('note') !== (schema === 'new')) say(`version ${version} has the wrong columns`);
    const rows = db.prepare('SELECT count(*) FROM heartbeat').pluck().get();
    if (rows !== migratedRows) say(`has ${rows} rows of ${migratedRows}`);
    if (schema === 'new') {
      const whole = db
        .prepare("SELECT count(*) FROM heartbeat WHERE note = message || ' of the new shape'")
        .pluck()
        .get();
      if (whole !== migratedRows) say(`has only ${whole} rows in the new shape`);
    }
    if (db.prepare('SELECT id FROM host').pluck().get() !== 'rt04') say('has lost its host');
    return schema;
  } finally {
    db.close();
  }
}
