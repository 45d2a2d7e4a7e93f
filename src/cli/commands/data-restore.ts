import type { Command } from 'commander';
import type { DataRestorePlan, DataRestoreResult } from '../../shared/domain/data-history.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { dataPlanText } from '../output/data-text.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveCommit } from '../resolve/resolve-commit.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface Options {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

const planOnly: Options = { dryRun: true, reason: '' };

export function addDataRestoreCommands(data: Command, run: Run, say: Say): void {
  data
    .command('plan-restore')
    .description(say('help.data-plan-restore'))
    .argument('<commit>', say('help.data-commit'))
    .argument('<path...>', say('help.data-what'))
    .action((commit: string, paths: string[]) => run((session) => restore(session, commit, paths, planOnly)));
  data
    .command('restore')
    .description(say('help.data-restore'))
    .argument('<commit>', say('help.data-commit'))
    .argument('<path...>', say('help.data-what'))
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--reason <text>', say('help.reason'), '')
    .action((commit: string, paths: string[], options: Options) =>
      run((session) => restore(session, commit, paths, options)),
    );
}

async function restore(
  session: Session,
  word: string,
  wanted: readonly string[],
  options: Options,
): Promise<Outcome> {
  // Before anything is connected or planned: without a terminal there will be nobody to confirm it.
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  const { id: hostId } = await resolveHost(session);
  const commit = await resolveCommit(session, hostId, word);
  const { paths } = await session.run('data.show', { hostId, commit });
  const files = [...new Set(wanted.flatMap((name) => filesOf(paths, name)))];
  const serviceId = files[0]?.split('/')[0] ?? '';
  const host = await connectHost(session, hostId);
  const request = { hostId, serviceId, commit, files };
  const { plan } = await session.run('data.plan-restore', request);
  const planText = dataPlanText(session, plan, host.name);
  if (options.dryRun) return { json: { plan }, text: planText };
  if (!session.options.json || !options.yes) session.remark(planText);
  if (!options.yes)
    await confirmWord(session, session.say('data.confirm', { name: plainText(plan.volume) }), [plan.volume]);
  const { result } = await session.run(
    'data.restore',
    { ...request, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  return describe(session, plan, result);
}

/** A file by its name, or all in a folder. @throws RondaError `data.no-file` */
function filesOf(paths: readonly string[], name: string): string[] {
  const folder = `${name.replace(/\/+$/, '')}/`;
  const found = paths.filter((path) => path === name || path.startsWith(folder));
  if (found.length === 0) throw new RondaError('data.no-file');
  return found;
}

function describe({ say, paint }: Session, plan: DataRestorePlan, result: DataRestoreResult): Outcome {
  const restored = result.outcome === 'restored';
  const text = restored
    ? say('data.restored', {
        time: formatDuration(result.downtimeMs),
        safety: result.safetyCommit.slice(0, 12),
      })
    : paint.bad(say('archive.rolled-back', { reason: plainText(result.reason) }));
  return { json: { plan, result }, text, exitCode: restored ? exitCodes.ok : exitCodes.no };
}
