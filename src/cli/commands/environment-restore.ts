import type { EnvironmentChange, EnvironmentRestorePlan } from '../../shared/domain/environment.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveEnvironment } from '../resolve/resolve-environment.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { baseName } from '../resolve/resolve-service.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

export interface EnvironmentRestoreOptions {
  readonly at: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

/** Puts a `.env` file back, or with `dryRun` shows alone what that would change. */
export async function restoreEnvironment(
  session: Session,
  name: string,
  options: EnvironmentRestoreOptions,
): Promise<Outcome> {
  const host = await resolveHost(session);
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  await unlockVault(session);
  const { historyId } = await resolveEnvironment(session, host.id, name);
  await connectHost(session, host.id);
  const target = { hostId: host.id, historyId, snapshot: options.at };
  const { plan } = await session.run('env.plan-restore', target);
  const text = planText(session, plan);
  if (options.dryRun || plan.isSame) return { json: { plan }, text };
  if (!session.options.json || !options.yes) session.remark(text);
  const { say, paint } = session;
  if (!options.yes) {
    const word = baseName(plan.path);
    await confirmWord(session, say('env.confirm', { name: plainText(word) }), [word]);
  }
  const { result } = await session.run(
    'env.restore',
    { ...target, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  const json = { plan, result };
  if (result.outcome === 'rolled-back') {
    const reason = plainText(result.reason);
    return { json, text: paint.bad(say('env.rolled-back', { reason })), exitCode: exitCodes.no };
  }
  const done = say('env.restored', { safety: result.safetySnapshot ?? '–' });
  return { json, text: [done, ...commandLines(session, result.commands)].join('\n') };
}

function planText(session: Session, plan: EnvironmentRestorePlan): string {
  const { say, paint } = session;
  const { path, snapshot, takenAt, uid, gid, mode } = plan;
  const heading = say('env.plan-heading', { path: plainText(path), snapshot, at: formatInstant(takenAt) });
  if (plan.isSame) return `${paint.bold(heading)}\n  ${say('env.plan-same')}`;
  return [
    paint.bold(heading),
    ...(plan.isThere ? [] : [`  ${say('env.plan-absent')}`]),
    plan.onlyOtherLines ? `  ${say('env.plan-other-lines')}` : `  ${changeText(plan.change)}`,
    `  ${say('env.plan-owner', { uid, gid, mode: mode.toString(8) })}`,
    ...commandLines(session, plan.commands).map((line) => `  ${line}`),
  ].join('\n');
}

const commandLines = ({ say }: Session, commands: readonly string[]): string[] =>
  commands.map((command) => say('env.then-run', { command: plainText(command) }));

/** `+NEW ~CHANGED -GONE` */
export function changeText({ added, changed, removed }: EnvironmentChange): string {
  const marked = (mark: string, names: readonly string[]): string[] =>
    names.map((name) => mark + plainText(name));
  return [...marked('+', added), ...marked('~', changed), ...marked('-', removed)].join(' ');
}
