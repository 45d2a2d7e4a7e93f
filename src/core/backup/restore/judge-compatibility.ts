import { RondaError } from '../../../shared/errors.ts';

/** What tells one application's database from another's. */
export interface DatabaseTraits {
  readonly tables: readonly string[];
  readonly userVersion: number;
  readonly applicationId: number;
}

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ');

/**
 * Whether a service can be expected to run on a backup in place of its current database.
 *
 * An older `user_version` is fine: services migrate forwards, so tables may be missing then, but not all of them. A newer
 * one is not: no service migrates backwards.
 * @returns the error that a restore without force ends with, or null
 */
export function judgeCompatibility(
  service: string,
  current: DatabaseTraits,
  backup: DatabaseTraits,
): RondaError | null {
  if (current.applicationId !== backup.applicationId) {
    const detail = `application_id ${backup.applicationId}, the service has ${current.applicationId}`;
    return new RondaError('backup.different-application', { service, detail });
  }
  const present = new Set(backup.tables);
  const missing = current.tables.filter((table) => !present.has(table));
  const isOlder = backup.userVersion < current.userVersion;
  if (missing.length > 0 && (!isOlder || missing.length === current.tables.length)) {
    return new RondaError('backup.different-application', { service, detail: `no table ${listed(missing)}` });
  }
  if (backup.userVersion > current.userVersion) {
    return new RondaError('backup.newer-schema', {
      service,
      found: backup.userVersion,
      current: current.userVersion,
    });
  }
  return null;
}
