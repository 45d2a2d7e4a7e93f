import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { baseName } from '../resolve/resolve-service.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

export interface FileRestoreOptions {
  readonly at: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

interface FilePlan {
  readonly path: string;
  readonly snapshot: number;
  readonly takenAt: number;
  readonly isThere: boolean;
  readonly isSame: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly planId: string;
}

interface FileResult {
  readonly outcome: 'restored' | 'rolled-back' | 'unchanged';
  readonly reason: string;
  readonly safetySnapshot: number | null;
}

interface Target {
  readonly hostId: string;
  readonly historyId: string;
  readonly snapshot: number;
}

/** What one kind of file has of its own. */
export interface FileRestoreSteps<P extends FilePlan, R extends FileResult> {
  /** The history that is meant. */
  readonly find: (hostId: string) => Promise<{ readonly historyId: string }>;
  readonly plan: (target: Target) => Promise<{ readonly plan: P }>;
  readonly restore: (
    order: Target & { readonly planId: string; readonly reason: string },
  ) => Promise<{ readonly result: R }>;
  /** What a plan changes, in one line, without a value. */
  readonly changes: (plan: P) => string;
  /** What a person runs before and after it, a line each. */
  readonly aroundPlan: (plan: P) => readonly string[];
  readonly afterwards: (result: R) => readonly string[];
}

/** Puts one file of a server back, or with `dryRun` shows alone what that would change. */
export async function restoreServerFile<P extends FilePlan, R extends FileResult>(
  session: Session,
  options: FileRestoreOptions,
  steps: FileRestoreSteps<P, R>,
): Promise<Outcome> {
  const host = await resolveHost(session);
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  await unlockVault(session);
  const { historyId } = await steps.find(host.id);
  await connectHost(session, host.id);
  const target = { hostId: host.id, historyId, snapshot: options.at };
  const { plan } = await steps.plan(target);
  const text = planText(session, plan, steps);
  if (options.dryRun || plan.isSame) return { json: { plan }, text };
  if (!session.options.json || !options.yes) session.remark(text);
  const { say, paint } = session;
  if (!options.yes) {
    const name = baseName(plan.path);
    await confirmWord(session, say('env.confirm', { name: plainText(name) }), [name]);
  }
  const { result } = await steps.restore({ ...target, planId: plan.planId, reason: options.reason });
  const json = { plan, result };
  if (result.outcome === 'rolled-back') {
    const reason = plainText(result.reason);
    return { json, text: paint.bad(say('env.rolled-back', { reason })), exitCode: exitCodes.no };
  }
  const done = say('env.restored', { safety: result.safetySnapshot ?? '–' });
  return { json, text: [done, ...steps.afterwards(result)].join('\n') };
}

function planText<P extends FilePlan>(
  { say, paint }: Session,
  plan: P,
  { changes, aroundPlan }: Pick<FileRestoreSteps<P, FileResult>, 'changes' | 'aroundPlan'>,
): string {
  const { path, snapshot, takenAt, uid, gid, mode } = plan;
  const heading = say('env.plan-heading', { path: plainText(path), snapshot, at: formatInstant(takenAt) });
  if (plan.isSame) return `${paint.bold(heading)}\n  ${say('env.plan-same')}`;
  return [
    paint.bold(heading),
    ...(plan.isThere ? [] : [`  ${say('env.plan-absent')}`]),
    `  ${changes(plan)}`,
    `  ${say('env.plan-owner', { uid, gid, mode: mode.toString(8) })}`,
    ...aroundPlan(plan).map((line) => `  ${line}`),
  ].join('\n');
}

/** A line for each command that is a person's to run. */
export function commandLines(
  { say }: Session,
  text: 'env.then-run' | 'config.run-first' | 'config.then-run',
  commands: readonly string[],
): string[] {
  return commands.map((command) => say(text, { command: plainText(command) }));
}
