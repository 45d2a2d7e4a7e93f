import type { Command } from 'commander';
import type { ArchivePlan, ArchiveRestoreResult } from '../../shared/domain/archive.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { archivePlanText } from '../output/archive-text.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveArchive } from '../resolve/resolve-archive.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface Options {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

export function addArchiveRestoreCommand(archive: Command, run: Run, say: Say): void {
  archive
    .command('restore')
    .description(say('help.archive-restore'))
    .argument('<archive>', say('help.archive-ref'))
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--reason <text>', say('help.reason'), '')
    .action((word: string, options: Options) => run((session) => restore(session, word, options)));
}

async function restore(session: Session, word: string, options: Options): Promise<Outcome> {
  const { id: archiveId, hostId } = await resolveArchive(session, word);
  // Before anything is connected or planned: without a terminal there will be nobody to confirm it.
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  const host = await connectHost(session, hostId);
  const { plan } = await session.run('archive.plan-restore', { archiveId });
  const planText = archivePlanText(session, plan, host.name);
  if (options.dryRun) return { json: { plan }, text: planText };
  if (!session.options.json || !options.yes) session.remark(planText);
  // The name and not a yes: fingers say yes by themselves.
  if (!options.yes)
    await confirmWord(session, session.say('archive.confirm', { name: plainText(plan.volume) }), [
      plan.volume,
    ]);
  const { result } = await session.run(
    'archive.restore',
    { archiveId, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  return describe(session, plan, result);
}

function describe({ say, paint }: Session, plan: ArchivePlan, result: ArchiveRestoreResult): Outcome {
  const restored = result.outcome === 'restored';
  const text = restored
    ? say('archive.done', { time: formatDuration(result.downtimeMs), safety: result.safetyArchiveId })
    : paint.bad(say('archive.rolled-back', { reason: plainText(result.reason) }));
  return { json: { plan, result }, text, exitCode: restored ? exitCodes.ok : exitCodes.no };
}
