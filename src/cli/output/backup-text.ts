import type { Backup } from '../../shared/domain/backup.ts';
import type { Session } from '../session.ts';
import { formatBytes, formatDuration, formatInstant } from './format.ts';
import { renderTable } from './table.ts';

export function countRows(rowCounts: Readonly<Record<string, number>>): number {
  return Object.values(rowCounts).reduce((sum, rows) => sum + rows, 0);
}

/** The catalogue with its three dates; a copy that failed its verification is never shown like a backup. */
export function backupTable({ say, paint }: Session, backups: readonly Backup[]): string {
  return renderTable(
    [
      { title: say('column.taken') },
      { title: say('column.verified') },
      { title: say('column.tested') },
      { title: say('column.service') },
      { title: say('column.database') },
      { title: say('column.size'), align: 'right' },
      { title: say('column.id') },
    ],
    backups.map((backup) => [
      formatInstant(backup.takenAt),
      backup.verification === 'failed'
        ? { text: say('backup.failed'), paint: paint.bad }
        : formatInstant(backup.verifiedAt),
      formatInstant(backup.restoreTestedAt),
      backup.serviceId,
      backup.databaseId,
      formatBytes(backup.bytes),
      backup.missing ? { text: `${backup.id} (${say('backup.missing')})`, paint: paint.bad } : backup.id,
    ]),
    // An id that was cut off could not be typed again.
    undefined,
  );
}

/** What the verification found, step by step. */
export function stepTable({ say, io, paint }: Session, { steps }: Backup): string {
  return renderTable(
    [
      { title: say('column.step') },
      { title: say('column.state') },
      { title: say('column.latency'), align: 'right' },
      { title: say('column.detail') },
    ],
    steps.map(({ step, ok, detail, durationMs }) => [
      step,
      ok ? 'ok' : { text: say('backup.failed'), paint: paint.bad },
      formatDuration(durationMs),
      detail,
    ]),
    io.stdout.columns,
  );
}
