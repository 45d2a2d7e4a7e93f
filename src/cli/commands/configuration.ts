import type { Command } from 'commander';
import type { ConfigurationHistory } from '../../shared/domain/configuration.ts';
import { errorText, RondaError } from '../../shared/errors.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { connectHost } from '../connection/connect-host.ts';
import { openVaultToKeep, unlockVault } from '../connection/open-vault.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { linesText, restoreConfiguration } from './configuration-restore.ts';
import type { FileRestoreOptions } from './restore-server-file.ts';

interface ShowOptions {
  readonly at?: number;
  readonly change?: true;
}

export function addConfigurationCommands(program: Command, run: Run, say: Say): void {
  const at = createParsers(say).whole('--at', 1, 1_000_000);
  const config = program.command('config').description(say('help.config-group'));
  config
    .command('list')
    .description(say('help.config-list'))
    .action(() => run(list));
  config
    .command('snapshot')
    .description(say('help.config-snapshot'))
    .action(() => run(takeSnapshot));
  config
    .command('history')
    .description(say('help.config-history'))
    .argument('<path>', say('help.config-path'))
    .action((path: string) => run((session) => showHistory(session, path)));
  config
    .command('show')
    .description(say('help.config-show'))
    .argument('<path>', say('help.config-path'))
    .option('--at <snapshot>', say('help.env-at'), at)
    .option('--change', say('help.config-change'))
    .action((path: string, options: ShowOptions) => run((session) => show(session, path, options)));
  config
    .command('plan-restore')
    .description(say('help.config-plan-restore'))
    .argument('<path>', say('help.config-path'))
    .requiredOption('--at <snapshot>', say('help.env-restore-at'), at)
    .action((path: string, options: { readonly at: number }) =>
      run((session) => restoreConfiguration(session, path, { at: options.at, dryRun: true, reason: '' })),
    );
  config
    .command('restore')
    .description(say('help.config-restore'))
    .argument('<path>', say('help.config-path'))
    .requiredOption('--at <snapshot>', say('help.env-restore-at'), at)
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--reason <text>', say('help.reason'), '')
    .action((path: string, options: FileRestoreOptions) =>
      run((session) => restoreConfiguration(session, path, options)),
    );
}

async function takeSnapshot(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await openVaultToKeep(session);
  await connectHost(session, host.id);
  const taken = await session.run('config.snapshot', { hostId: host.id }, session.progress.show);
  const { say, paint, language } = session;
  const lines = [
    ...taken.added.map(({ path, snapshot }) => say('env.added', { name: plainText(path), snapshot })),
    say('env.unchanged', { count: taken.unchanged }),
    ...taken.absent.map((path) => say('config.absent', { path: plainText(path) })),
    ...taken.leftOut.map(({ why }) =>
      paint.bad(say('env.left-out', { why: plainText(errorText(why, language()).message) })),
    ),
  ];
  return { json: taken, text: lines.join('\n') };
}

async function list(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const { histories } = await session.run('config.history', { hostId: host.id });
  const { say } = session;
  const text =
    histories.length === 0
      ? say('config.none')
      : renderTable(
          [
            { title: say('column.config-path') },
            { title: say('column.config-origin') },
            { title: say('column.snapshots'), align: 'right' },
            { title: say('column.last-changed') },
            { title: say('column.size'), align: 'right' },
          ],
          histories.map(({ path, origin, snapshots }) => {
            const newest = snapshots.at(-1);
            return [
              plainText(path),
              say(`config.origin.${origin}`),
              String(snapshots.length),
              newest ? formatInstant(newest.at) : '–',
              newest?.isThere ? formatBytes(newest.bytes) : say('env.file-absent'),
            ];
          }),
          session.io.stdout.columns,
        );
  return { json: { histories }, text };
}

async function showHistory(session: Session, word: string): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const history = await resolveConfiguration(session, host.id, word);
  const { say } = session;
  const text = renderTable(
    [
      { title: say('column.snapshot'), align: 'right' },
      { title: say('column.taken') },
      { title: say('column.size'), align: 'right' },
      { title: say('column.change') },
    ],
    history.snapshots.map((each) => [
      String(each.snapshot),
      formatInstant(each.at),
      formatBytes(each.bytes),
      describe(session, each),
    ]),
    session.io.stdout.columns,
  );
  return { json: { history }, text };
}

function describe(session: Session, { isThere, lines }: ConfigurationHistory['snapshots'][number]): string {
  return isThere ? linesText(session, lines) : session.say('env.file-absent');
}

async function show(session: Session, word: string, options: ShowOptions): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const { historyId, snapshots } = await resolveConfiguration(session, host.id, word);
  const snapshot = options.at ?? snapshots.at(-1)?.snapshot;
  if (snapshot === undefined) throw new RondaError('config.unknown');
  const { text } = await session.run('config.show', {
    hostId: host.id,
    historyId,
    snapshot,
    as: options.change ? 'change' : 'content',
  });
  // A pipe gets the text as it is; a terminal gets nothing that it would obey.
  const shown = session.io.stdout.isTTY === true ? text.split('\n').map(plainText).join('\n') : text;
  return { json: { text }, text: shown.replace(/\n$/, '') };
}
