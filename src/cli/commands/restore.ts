import type { Command } from 'commander';
import type { RestorePlan, RestoreResult } from '../../shared/domain/backup.ts';
import type { HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { restorePlanText } from '../output/restore-text.ts';
import { resolveBackup } from '../resolve/resolve-backup.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { baseName, resolveDatabase, resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface RestoreOptions {
  readonly service?: string;
  readonly database?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly force?: true;
  readonly reason: string;
}

export function addRestoreCommand(program: Command, run: Run, say: Say): void {
  program
    .command('restore')
    .description(say('help.restore'))
    .argument('<backup>', say('help.backup-ref'))
    .option('--service <name>', say('help.restore-service'))
    .option('--database <name>', say('help.restore-database'))
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--force', say('help.restore-force'))
    .option('--reason <text>', say('help.reason'), '')
    .action((word: string, options: RestoreOptions) => run((session) => restore(session, word, options)));
}

async function restore(session: Session, word: string, options: RestoreOptions): Promise<Outcome> {
  const backup = await resolveBackup(session, word);
  const host = await resolveHost(session, session.options.host ?? backup.hostId);
  const service = await resolveService(session, host, options.service ?? backup.serviceId);
  const sameService = service.databases.some(({ id }) => id === backup.databaseId);
  const database = resolveDatabase(
    service,
    options.database ?? (sameService ? backup.databaseId : undefined),
  );
  // Before anything is connected or planned: without a terminal there will be nobody to confirm it.
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  await connectHost(session, host.id);
  const target = {
    hostId: host.id,
    serviceId: service.id,
    databaseId: database.id,
    backupId: backup.id,
    force: options.force === true,
  };
  const { plan } = await session.run('backup.plan-restore', target);
  const planText = restorePlanText(session, plan, host.name);
  if (options.dryRun) return { json: { plan }, text: planText };
  if (!session.options.json || !options.yes) session.remark(planText);
  if (!options.yes) await confirmByName(session, plan);
  const { result } = await session.run(
    'backup.restore',
    { ...target, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  return describeResult(session, host, plan, result);
}

/** The name and not a yes: fingers say yes by themselves. */
async function confirmByName(session: Session, plan: RestorePlan): Promise<void> {
  const name = baseName(plan.targetPath);
  await confirmWord(session, session.say('restore.confirm', { name: plainText(name) }), [name]);
}

function describeResult(session: Session, host: HostView, plan: RestorePlan, result: RestoreResult): Outcome {
  const { say, paint } = session;
  const restored = result.outcome === 'restored';
  const text = restored
    ? say('restore.done', { time: formatDuration(result.downtimeMs), safety: result.safetyBackupId ?? '–' })
    : paint.bad(say('restore.rolled-back', { reason: plainText(result.reason) }));
  return {
    json: { hostId: host.id, plan, result },
    text,
    exitCode: restored ? exitCodes.ok : exitCodes.no,
  };
}
