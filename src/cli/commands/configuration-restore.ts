import type { ConfigurationRestorePlan, LineCounts } from '../../shared/domain/configuration.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { baseName } from '../resolve/resolve-service.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

export interface ConfigurationRestoreOptions {
  readonly at: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

/** Puts one configuration file back, or with `dryRun` shows alone what that would change. */
export async function restoreConfiguration(
  session: Session,
  word: string,
  options: ConfigurationRestoreOptions,
): Promise<Outcome> {
  const host = await resolveHost(session);
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  await unlockVault(session);
  const { historyId } = await resolveConfiguration(session, host.id, word);
  await connectHost(session, host.id);
  const target = { hostId: host.id, historyId, snapshot: options.at };
  const { plan } = await session.run('config.plan-restore', target);
  const text = planText(session, plan);
  if (options.dryRun || plan.isSame) return { json: { plan }, text };
  if (!session.options.json || !options.yes) session.remark(text);
  const { say, paint } = session;
  if (!options.yes) {
    const name = baseName(plan.path);
    await confirmWord(session, say('env.confirm', { name: plainText(name) }), [name]);
  }
  const { result } = await session.run(
    'config.restore',
    { ...target, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  const json = { plan, result };
  if (result.outcome === 'rolled-back') {
    const reason = plainText(result.reason);
    return { json, text: paint.bad(say('env.rolled-back', { reason })), exitCode: exitCodes.no };
  }
  const done = say('env.restored', { safety: result.safetySnapshot ?? '–' });
  return { json, text: [done, ...commandLines(session, 'config.then-run', result.after)].join('\n') };
}

function planText(session: Session, plan: ConfigurationRestorePlan): string {
  const { say, paint } = session;
  const { path, snapshot, takenAt, uid, gid, mode } = plan;
  const heading = say('env.plan-heading', { path: plainText(path), snapshot, at: formatInstant(takenAt) });
  if (plan.isSame) return `${paint.bold(heading)}\n  ${say('env.plan-same')}`;
  return [
    paint.bold(heading),
    ...(plan.isThere ? [] : [`  ${say('env.plan-absent')}`]),
    `  ${linesText(session, plan.lines)}`,
    `  ${say('env.plan-owner', { uid, gid, mode: mode.toString(8) })}`,
    ...commandLines(session, 'config.run-first', plan.before).map((line) => `  ${line}`),
    ...commandLines(session, 'config.then-run', plan.after).map((line) => `  ${line}`),
  ].join('\n');
}

const commandLines = (
  { say }: Session,
  text: 'config.run-first' | 'config.then-run',
  commands: readonly string[],
): string[] => commands.map((command) => say(text, { command: plainText(command) }));

/** How many lines came and went; never which. */
export function linesText({ say }: Session, lines: LineCounts | null): string {
  return lines === null ? say('config.no-text') : say('config.lines', { ...lines });
}
