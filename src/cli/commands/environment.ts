import { type Command, Option } from 'commander';
import type { EnvironmentHistory } from '../../shared/domain/environment.ts';
import { errorText, RondaError } from '../../shared/errors.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { connectHost } from '../connection/connect-host.ts';
import { openVaultToKeep, unlockVault } from '../connection/open-vault.ts';
import type { Say } from '../i18n/messages.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveEnvironment } from '../resolve/resolve-environment.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { type EnvironmentExportOptions, exportEnvironment } from './environment-export.ts';
import { changeText, restoreEnvironment } from './environment-restore.ts';
import type { FileRestoreOptions } from './restore-server-file.ts';

interface AtOption {
  readonly at?: number;
}

export function addEnvironmentCommands(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  const env = program.command('env').description(say('help.env-group'));
  const at = parse.whole('--at', 1, 1_000_000);
  env
    .command('list')
    .description(say('help.env-list'))
    .action(() => run(list));
  env
    .command('snapshot')
    .description(say('help.env-snapshot'))
    .action(() => run(takeSnapshot));
  env
    .command('history')
    .description(say('help.env-history'))
    .argument('<name>', say('help.env-name'))
    .action((name: string) => run((session) => showHistory(session, name)));
  env
    .command('reveal')
    .description(say('help.env-reveal'))
    .argument('<name>', say('help.env-name'))
    .argument('<key>', say('help.env-key'))
    .option('--at <snapshot>', say('help.env-at'), at)
    .action((name: string, key: string, options: AtOption) =>
      run((session) => reveal(session, name, key, options)),
    );
  env
    .command('export')
    .description(say('help.env-export'))
    .argument('<file>', say('help.env-file'))
    .argument('[name]', say('help.env-name'))
    .option('--at <snapshot>', say('help.env-at'), at)
    .option('--recipient <age1>', say('help.env-recipient'))
    .option(
      '--export-passphrase-fd <n>',
      say('help.env-passphrase-fd'),
      parse.whole('--export-passphrase-fd', 0, 255),
    )
    .addOption(
      new Option('--bitwarden', say('help.env-bitwarden')).conflicts([
        'at',
        'recipient',
        'exportPassphraseFd',
      ]),
    )
    .option('--plain', say('help.env-plain'))
    .action((file: string, name: string | undefined, options: EnvironmentExportOptions) =>
      run((session) => exportEnvironment(session, file, name, options)),
    );
  env
    .command('plan-restore')
    .description(say('help.env-plan-restore'))
    .argument('<path>', say('help.env-path'))
    .requiredOption('--at <snapshot>', say('help.env-restore-at'), at)
    .action((path: string, { at: snapshot }: Required<AtOption>) =>
      run((session) => restoreEnvironment(session, path, { at: snapshot, dryRun: true, reason: '' })),
    );
  env
    .command('restore')
    .description(say('help.env-restore'))
    .argument('<path>', say('help.env-path'))
    .requiredOption('--at <snapshot>', say('help.env-restore-at'), at)
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--reason <text>', say('help.reason'), '')
    .action((path: string, options: FileRestoreOptions) =>
      run((session) => restoreEnvironment(session, path, options)),
    );
}

async function takeSnapshot(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await openVaultToKeep(session);
  await connectHost(session, host.id);
  const taken = await session.run('env.snapshot', { hostId: host.id }, session.progress.show);
  const { say, paint, language } = session;
  const lines = [
    ...taken.added.map(({ name, snapshot }) => say('env.added', { name: plainText(name), snapshot })),
    say('env.unchanged', { count: taken.unchanged }),
    ...taken.leftOut.map(({ why }) =>
      paint.bad(say('env.left-out', { why: plainText(errorText(why, language()).message) })),
    ),
    ...taken.unread.map((service) => say('env.unread', { service })),
  ];
  return { json: taken, text: lines.join('\n') };
}

async function list(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const { histories } = await session.run('env.history', { hostId: host.id });
  const { say } = session;
  const text =
    histories.length === 0
      ? say('env.none')
      : renderTable(
          [
            { title: say('column.kept') },
            { title: say('column.snapshots'), align: 'right' },
            { title: say('column.last-changed') },
            { title: say('column.keys'), align: 'right' },
          ],
          histories.map(({ name, snapshots }) => {
            const newest = snapshots.at(-1);
            return [
              plainText(name),
              String(snapshots.length),
              newest ? formatInstant(newest.at) : '–',
              String(newest?.keys ?? 0),
            ];
          }),
          session.io.stdout.columns,
        );
  return { json: { histories }, text };
}

async function showHistory(session: Session, name: string): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const history = await resolveEnvironment(session, host.id, name);
  const { say } = session;
  const { columns } = session.io.stdout;
  const snapshots = renderTable(
    [
      { title: say('column.snapshot'), align: 'right' },
      { title: say('column.taken') },
      { title: say('column.change') },
    ],
    history.snapshots.map((each) => [
      String(each.snapshot),
      formatInstant(each.at),
      describeChange(session, each),
    ]),
    columns,
  );
  const keys = renderTable(
    [
      { title: say('column.key') },
      { title: say('column.first-seen') },
      { title: say('column.last-changed') },
    ],
    history.keys.map((key) => [
      key.isGone ? say('env.key-gone', { name: plainText(key.name) }) : plainText(key.name),
      formatInstant(key.firstSeen),
      formatInstant(key.lastChanged),
    ]),
    columns,
  );
  return { json: { history }, text: `${snapshots}\n\n${keys}` };
}

function describeChange(
  { say }: Session,
  { isThere, change }: EnvironmentHistory['snapshots'][number],
): string {
  if (!isThere) return say('env.file-absent');
  return change ? changeText(change) : say('env.earlier-gone');
}

async function reveal(session: Session, name: string, key: string, options: AtOption): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const { historyId, snapshots } = await resolveEnvironment(session, host.id, name);
  const snapshot = options.at ?? snapshots.at(-1)?.snapshot;
  if (snapshot === undefined) throw new RondaError('env.unknown');
  const { value } = await session.run('env.reveal', { hostId: host.id, historyId, snapshot, name: key });
  // A pipe gets the value as it is; a terminal gets nothing that it would obey.
  const text = session.io.stdout.isTTY === true ? value.split('\n').map(plainText).join('\n') : value;
  return { json: { value }, text };
}
