import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { Status } from '../../shared/domain/status.ts';
import type { CheckKey } from './heartbeat-repository.ts';

const StoredCheckState = z.object({
  hostId: z.string(),
  serviceId: z.string(),
  checkId: z.string(),
  status: Status,
  since: z.number(),
  failuresInARow: z.number(),
});
/** Where the count of a check stands: what a restart must not forget. */
export type StoredCheckState = z.infer<typeof StoredCheckState>;

export function createCheckStateRepository(db: Database) {
  const put = db.prepare(
    `INSERT INTO check_state (host_id, service_id, check_id, status, since, failures_in_a_row)
     VALUES (:hostId, :serviceId, :checkId, :status, :since, :failuresInARow)
     ON CONFLICT (host_id, service_id, check_id)
     DO UPDATE SET status = :status, since = :since, failures_in_a_row = :failuresInARow`,
  );
  const all = db.prepare(
    `SELECT host_id AS hostId, service_id AS serviceId, check_id AS checkId, status, since,
       failures_in_a_row AS failuresInARow
     FROM check_state WHERE host_id = ?`,
  );
  const dropHost = db.prepare('DELETE FROM check_state WHERE host_id = ?');
  return {
    put(key: CheckKey, state: Omit<StoredCheckState, keyof CheckKey>): void {
      put.run({ ...key, ...state });
    },
    ofHost: (hostId: string): StoredCheckState[] => all.all(hostId).map((row) => StoredCheckState.parse(row)),
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
  };
}
