import type { Command } from 'commander';
import type { RebuildKitView, RebuildPlan, RebuildResult } from '../../shared/domain/rebuild.ts';
import { errorText, RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { openVault, unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatDuration, formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface RunOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason: string;
}

export function addRebuildCommands(program: Command, run: Run, say: Say): void {
  const rebuild = program.command('rebuild').description(say('help.rebuild-group'));
  rebuild
    .command('show')
    .description(say('help.rebuild-show'))
    .action(() => run(showKit));
  rebuild
    .command('prepare')
    .description(say('help.rebuild-prepare'))
    .action(() => run(prepare));
  rebuild
    .command('run')
    .description(say('help.rebuild-run'))
    .argument('<onto>', say('help.rebuild-onto'))
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .option('--reason <text>', say('help.reason'), '')
    .action((onto: string, options: RunOptions) => run((session) => runRebuild(session, onto, options)));
}

async function showKit(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await unlockVault(session);
  const { kit } = await session.run('rebuild.kit', { hostId: host.id });
  if (!kit) throw new RondaError('rebuild.no-kit', { host: plainText(host.name) });
  return kitOutcome(session, kit);
}

async function prepare(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  // The kit goes into the vault: better asked before the long work than after it.
  await openVault({ ...session, options: { ...session.options, remember: true } }, await session.console());
  await connectHost(session, host.id);
  const { kit } = await session.run('rebuild.prepare', { hostId: host.id }, session.progress.show);
  return kitOutcome(session, kit);
}

function kitOutcome({ say, paint }: Session, kit: RebuildKitView): Outcome {
  const gaps = kit.gaps.map(({ kind, name, serviceId }) =>
    paint.bad(say(`rebuild.missing-${kind}`, { name: plainText(name), service: serviceId })),
  );
  const lines = [
    say('rebuild.kit', {
      host: plainText(kit.hostName),
      at: formatInstant(kit.takenAt),
      containers: kit.containers.length,
      volumes: kit.volumes.length,
      files: kit.files.length,
    }),
    ...kit.leftOut.map(({ what, why }) =>
      say('rebuild.left-out', { what: plainText(what), why: plainText(why) }),
    ),
    ...(gaps.length === 0 ? [say('rebuild.nothing-missing')] : gaps),
  ];
  return {
    json: { kit },
    text: lines.join('\n'),
    exitCode: gaps.length === 0 ? exitCodes.ok : exitCodes.no,
  };
}

async function runRebuild(session: Session, onto: string, options: RunOptions): Promise<Outcome> {
  const host = await resolveHost(session);
  const target = await resolveHost(session, onto);
  if (!options.dryRun && !options.yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  await unlockVault(session);
  await connectHost(session, target.id);
  const pair = { hostId: host.id, targetHostId: target.id };
  const { plan } = await session.run('rebuild.plan', pair);
  const text = planText(session, plan, target.name);
  if (options.dryRun) return { json: { plan }, text };
  session.remark(text);
  if (!options.yes) {
    const question = session.say('rebuild.confirm', { name: plainText(target.name) });
    await confirmWord(session, question, [target.name]);
  }
  const { result } = await session.run(
    'rebuild.run',
    { ...pair, planId: plan.planId, reason: options.reason },
    session.progress.show,
  );
  return resultOutcome(session, plan, result);
}

function planText({ say, language }: Session, plan: RebuildPlan, target: string): string {
  return [
    say('rebuild.heading', {
      target: plainText(target),
      containers: plan.containers.length,
      size: formatBytes(plan.bytes),
    }),
    ...plan.leftovers.map((name) => say('rebuild.leftover', { name: plainText(name) })),
    ...plan.volumes.map(({ name, archiveTakenAt, databases }) => {
      const parts = [
        ...(archiveTakenAt === null ? [] : [formatInstant(archiveTakenAt)]),
        ...databases.map(({ path, takenAt }) => `${path} ${formatInstant(takenAt)}`),
      ];
      const from = parts.length === 0 ? say('rebuild.begins-empty') : plainText(parts.join(', '));
      return say('rebuild.volume', { name: plainText(name), from });
    }),
    ...plan.files
      .filter(({ state }) => state === 'other')
      .map(({ path }) => say('rebuild.file-other', { path: plainText(path) })),
    ...plan.warnings.map((warning) => plainText(errorText(warning, language()).message)),
    ...plan.commands.map((command) => `  ${plainText(command)}`),
  ].join('\n');
}

function resultOutcome({ say, paint }: Session, plan: RebuildPlan, result: RebuildResult): Outcome {
  const bad = [
    ...result.containers.flatMap(({ name, problem }) =>
      problem === '' ? [] : [paint.bad(plainText(`${name}: ${problem}`))],
    ),
    ...result.failing.map((service) => paint.bad(say('rebuild.failing', { service }))),
  ];
  const time = formatDuration(result.durationMs);
  return {
    json: { plan, result },
    text:
      bad.length === 0 ? say('rebuild.done', { time }) : [say('rebuild.partly', { time }), ...bad].join('\n'),
    exitCode: bad.length === 0 ? exitCodes.ok : exitCodes.no,
  };
}
