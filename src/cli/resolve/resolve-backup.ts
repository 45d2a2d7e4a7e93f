import type { Backup } from '../../shared/domain/backup.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { ambiguous } from './find-named.ts';

/**
 * The backup that is meant: by id, by the beginning of one, by its file, or `latest`, the newest verified one,
 * which is ambiguous where several databases have one.
 * @throws RondaError `cli.backup-unknown`, `cli.ambiguous`
 */
export function findBackup(backups: readonly Backup[], word: string): Backup {
  const whole = backups.find(({ id, file }) => id === word || file === word);
  if (whole) return whole;
  if (word === 'latest') return findLatest(backups);
  const matches = word.length < 4 ? [] : backups.filter(({ id }) => id.startsWith(word));
  const [only] = matches;
  if (!only) throw new RondaError('cli.backup-unknown', { name: plainText(word) });
  if (matches.length > 1)
    throw ambiguous(
      word,
      matches.map(({ id }) => ({ id, name: id })),
    );
  return only;
}

function findLatest(backups: readonly Backup[]): Backup {
  const newest = new Map<string, Backup>();
  for (const backup of [...backups].sort((a, b) => a.takenAt - b.takenAt)) {
    // A safety copy is the state before a restore: the last thing one wants back by saying "latest".
    if (backup.verification !== 'verified' || backup.reason === 'safety' || backup.missing) continue;
    newest.set(`${backup.hostId}/${backup.serviceId}/${backup.databaseId}`, backup);
  }
  const candidates = [...newest.values()];
  const [only] = candidates;
  if (!only) throw new RondaError('cli.backup-unknown', { name: 'latest' });
  if (candidates.length > 1)
    throw ambiguous(
      'latest',
      candidates.map(({ id, serviceId, databaseId }) => ({ id, name: `${serviceId} ${databaseId}` })),
    );
  return only;
}

export async function resolveBackup(
  session: Session,
  word: string,
  filter: { readonly serviceId?: string } = {},
): Promise<Backup> {
  return findBackup((await session.run('backup.list', filter)).backups, word);
}
