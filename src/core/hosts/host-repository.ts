import type { Database } from 'better-sqlite3';
import { HostConfig } from '../../shared/domain/host.ts';

export interface StoredHosts {
  /** In the order in which they were added. */
  readonly hosts: HostConfig[];
  /** Ids of rows that cannot be read; they are kept, for a newer Ronda may have written them. */
  readonly unreadable: string[];
}

const MAX_ID_LENGTH = 64;

/** The hosts that were added, as they were configured. */
export function createHostRepository(db: Database) {
  const all = db.prepare<[], { id: string; config: string }>(
    'SELECT id, config FROM host ORDER BY position, id',
  );
  const taken = db.prepare<[string], { id: string }>('SELECT id FROM host WHERE id = ?');
  const put = db.prepare(
    `INSERT INTO host (id, position, config)
     VALUES (:id, (SELECT COALESCE(MAX(position), 0) + 1 FROM host), :config)`,
  );
  const drop = db.prepare('DELETE FROM host WHERE id = ?');

  return {
    list(): StoredHosts {
      const stored: StoredHosts = { hosts: [], unreadable: [] };
      for (const row of all.all()) {
        const parsed = parseConfig(row.config);
        if (parsed?.id === row.id) stored.hosts.push(parsed);
        else stored.unreadable.push(row.id);
      }
      return stored;
    },
    /** Stores a new host under `slug`, or `slug-2`, … when that is taken, and returns it with its id. */
    add: db.transaction((config: Omit<HostConfig, 'id'>, slug: string): HostConfig => {
      let id = slug;
      for (let number = 2; taken.get(id); number++) {
        const ending = `-${number}`;
        id = `${slug.slice(0, MAX_ID_LENGTH - ending.length)}${ending}`;
      }
      const host = HostConfig.parse({ ...config, id });
      put.run({ id, config: JSON.stringify(host) });
      return host;
    }).immediate as (config: Omit<HostConfig, 'id'>, slug: string) => HostConfig,
    /** False when there was none. */
    remove: (id: string): boolean => drop.run(id).changes > 0,
  };
}

function parseConfig(text: string): HostConfig | null {
  try {
    const parsed = HostConfig.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: told as unreadable, as a config of another shape is.
    return null;
  }
}
