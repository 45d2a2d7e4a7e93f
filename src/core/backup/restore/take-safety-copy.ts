import type { Backup } from '../../../shared/domain/backup.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { requireSpace } from '../durable-files.ts';
import type { Inspector } from '../inspect/inspector.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { keepCopy, withIncoming } from '../take/keep-copy.ts';
import type { RestoreHelper } from './restore-helper.ts';
import type { RestoreRecord } from './restore-journal.ts';

/**
 * Copies what stands there before a restore, with its `-wal` and `-journal`, while nothing runs on it. A damaged one is
 * kept too: it is why the restore is done.
 * @returns null when there is no database yet
 */
export async function takeSafetyCopy(
  deps: {
    readonly inspector: Inspector;
    readonly keys: BackupKeys;
    readonly catalogue: Catalogue;
    readonly clock: Clock;
    readonly backupFolder: () => string;
  },
  helper: RestoreHelper,
  record: RestoreRecord,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Backup | null> {
  const { path, key } = record;
  const bytes = await helper.size(path);
  if (bytes === null) return null;
  const sides = ['-wal', '-journal'];
  let totalBytes = bytes;
  for (const side of sides) totalBytes += (await helper.size(path + side)) ?? 0;
  const backupFolder = deps.backupFolder();
  return withIncoming(backupFolder, key, async (incoming) => {
    await requireSpace(incoming.folder, totalBytes);
    let doneBytes = 0;
    const onBytes = (count: number): void => {
      doneBytes += count;
      report({ phase: 'safety-copy', doneBytes, totalBytes });
    };
    report({ phase: 'safety-copy', doneBytes, totalBytes });
    const takenAt = deps.clock.now();
    if (!(await helper.download(path, incoming.file, onBytes))) return null;
    for (const side of sides) await helper.download(path + side, incoming.file + side, onBytes);
    return keepCopy(
      { ...deps, backupFolder, now: deps.clock.now },
      incoming,
      {
        key,
        hostName: record.hostName,
        sourcePath: path,
        takenAt,
        reason: 'safety',
        method: 'safety-copy',
        container: null,
        owner: record.owner,
        transferredBytes: null,
      },
      report,
      signal,
    );
  });
}
