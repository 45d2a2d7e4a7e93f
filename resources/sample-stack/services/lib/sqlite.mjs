import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { refuseToStart } from './http-service.mjs';

/**
 * Opens a service's database, creating and seeding it when there is none, and **refuses** one that is not this
 * service's: a file that passes `integrity_check` may still be one that the service cannot run on.
 *
 * @param {object} options
 * @param {string} options.service
 * @param {string} options.file
 * @param {number} options.userVersion
 * @param {string[]} options.tables that must be there
 * @param {(db: import('better-sqlite3').Database) => void} options.create makes tables and seed rows
 */
export function openServiceDatabase({ service, file, userVersion, tables, create }) {
  const isNew = !existsSync(file) || statSync(file).size === 0;
  let db;
  try {
    db = new Database(file, { timeout: 5_000 });
    db.pragma('journal_mode = WAL');
    // better-sqlite3 is compiled with NORMAL in WAL mode; an acknowledged row must survive power loss here.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    if (isNew) {
      db.transaction(() => {
        create(db);
        db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('schema_owner', service);
        db.pragma(`user_version = ${userVersion}`);
      })();
    }
    const problem = findProblem(db, { service, userVersion, tables });
    if (problem) refuseToStart(service, problem);
  } catch (error) {
    refuseToStart(service, `${file}: ${error.message}`);
  }
  return db;
}

function findProblem(db, { service, userVersion, tables }) {
  const version = db.pragma('user_version', { simple: true });
  if (version !== userVersion) return `schema version ${version}, expected ${userVersion}`;
  const present = new Set(db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all());
  const missing = [...tables, 'meta'].filter((table) => !present.has(table));
  if (missing.length > 0) return `missing table ${missing.join(', ')}`;
  const owner = db.prepare("SELECT value FROM meta WHERE key = 'schema_owner'").pluck().get();
  if (owner !== service) return `the database belongs to ${owner ?? 'nobody'} (meta row schema_owner)`;
  return undefined;
}
