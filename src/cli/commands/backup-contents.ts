import type { Command } from 'commander';
import type { Backup } from '../../shared/domain/backup.ts';
import { maxRowsPerPage, type TableDifference } from '../../shared/domain/backup-contents.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { unlockVaultFor } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatInstant } from '../output/format.ts';
import { renderTable } from '../output/table.ts';
import { resolveBackup } from '../resolve/resolve-backup.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface RowsOptions {
  readonly search?: string;
  readonly offset?: number;
  readonly limit?: number;
}

export function addBackupContentsCommands(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  program
    .command('backup-rows')
    .description(say('help.backup-rows'))
    .argument('<backup>', say('help.backup-ref'))
    .argument('[table]', say('help.table'))
    .option('--search <text>', say('help.rows-search'))
    .option('--offset <n>', say('help.rows-offset'), parse.whole('--offset', 0, 999_999_999))
    .option('--limit <n>', say('help.rows-limit'), parse.whole('--limit', 1, maxRowsPerPage))
    .action((word: string, table: string | undefined, options: RowsOptions) =>
      run((session) =>
        table === undefined ? showTables(session, word) : showRows(session, word, table, options),
      ),
    );
  program
    .command('compare')
    .description(say('help.compare'))
    .argument('<backup>', say('help.backup-ref'))
    .argument('[other]', say('help.compare-other'))
    .action((word: string, other: string | undefined) => run((session) => compare(session, word, other)));
}

async function showTables(session: Session, word: string): Promise<Outcome> {
  const { id, file } = await resolveBackup(session, word);
  await unlockVaultFor(session, file);
  const { tables } = await session.run('backup.tables', { backupId: id });
  const text = renderTable(
    [
      { title: session.say('column.table') },
      { title: session.say('column.rows'), align: 'right' },
      { title: session.say('column.columns') },
    ],
    tables.map(({ name, rows, columns }) => [
      name,
      rows === null ? '-' : String(rows),
      columns.map((column) => column.name).join(', '),
    ]),
    session.io.stdout.columns,
  );
  return { json: { tables }, text };
}

async function showRows(
  session: Session,
  word: string,
  table: string,
  { search = '', offset = 0, limit = 50 }: RowsOptions,
): Promise<Outcome> {
  const { id, file } = await resolveBackup(session, word);
  await unlockVaultFor(session, file);
  const found = await session.run('backup.rows', { backupId: id, table, search, offset, limit });
  const { columns, rows, total } = found;
  const text =
    rows.length === 0
      ? session.say('contents.no-rows')
      : [
          renderTable(
            columns.map((title) => ({ title })),
            rows.map((row) =>
              row.map(({ kind, text: value, size }) => {
                if (kind === 'null') return 'NULL';
                if (kind === 'blob') return `x'${value}' (${size ?? 0})`;
                return size === null ? value : `${value}… (${size})`;
              }),
            ),
          ),
          session.say('contents.range', { from: offset + 1, to: offset + rows.length, total }),
        ].join('\n');
  return { json: found, text };
}

/** The copy of the same database that was taken before this one. */
function earlier(backups: readonly Backup[], backup: Backup): Backup | undefined {
  return backups
    .filter((other) => other.databaseId === backup.databaseId && other.hostId === backup.hostId)
    .filter((other) => other.serviceId === backup.serviceId && !other.missing)
    .filter((other) => other.id !== backup.id && other.takenAt <= backup.takenAt)
    .sort((a, b) => b.takenAt - a.takenAt)[0];
}

async function compare(session: Session, word: string, otherWord: string | undefined): Promise<Outcome> {
  const backup = await resolveBackup(session, word);
  const other =
    otherWord === undefined
      ? earlier((await session.run('backup.list', {})).backups, backup)
      : await resolveBackup(session, otherWord);
  if (!other) return { json: null, text: session.say('contents.no-other'), exitCode: exitCodes.no };
  for (const { file } of [backup, other]) await unlockVaultFor(session, file);
  const found = await session.run('backup.compare', { backupId: backup.id, otherId: other.id });
  const between = session.say('contents.between', {
    older: formatInstant(found.older.takenAt),
    newer: formatInstant(found.newer.takenAt),
  });
  const changed = found.tables.filter(isChanged);
  const text =
    changed.length === 0
      ? session.say('contents.same', { count: found.tables.length })
      : differenceTable(session, changed);
  return { json: found, text: `${between}\n${text}` };
}

const isChanged = ({ where, added, removed, changed, schemaChanged }: TableDifference): boolean =>
  where !== 'both' || schemaChanged || added + removed + changed > 0;

function differenceTable(session: Session, tables: readonly TableDifference[]): string {
  const { say } = session;
  return renderTable(
    [
      { title: say('column.table') },
      { title: say('column.added'), align: 'right' },
      { title: say('column.removed'), align: 'right' },
      { title: say('column.changed'), align: 'right' },
      { title: say('column.note') },
    ],
    tables.map(({ name, where, added, removed, changed, schemaChanged, columns }) => [
      name,
      String(added),
      String(removed),
      String(changed),
      where === 'both'
        ? schemaChanged
          ? [
              say('contents.schema-changed'),
              ...columns.added.map((column) => `+${column}`),
              ...columns.removed.map((column) => `-${column}`),
            ].join(' ')
          : ''
        : say(`contents.${where}`),
    ]),
    session.io.stdout.columns,
  );
}
