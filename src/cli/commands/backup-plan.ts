import { type Command, InvalidArgumentError } from 'commander';
import {
  type BackupPlan,
  type BackupPlanView,
  defaultKeep,
  type KeepRule,
} from '../../shared/domain/backup-plan.ts';
import type { HostView } from '../../shared/domain/host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface KeepOptions {
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
}

interface SetOptions extends KeepOptions {
  readonly at?: string;
  readonly zone?: string;
  readonly keepAll?: true;
  readonly testEvery?: number;
  /** False: `--no-tests`. */
  readonly tests?: boolean;
}

export function addBackupPlanCommands(program: Command, run: Run, say: Say): void {
  const group = program.command('backup-plan').description(say('help.backup-plan-group'));
  const onHost = (name: string, help: string): Command =>
    group.command(name).description(help).argument('[host]', say('help.host'));
  const keeping = (command: Command): Command =>
    command
      .option('--keep-daily <count>', say('help.keep-daily'), parseCount)
      .option('--keep-weekly <count>', say('help.keep-weekly'), parseCount)
      .option('--keep-monthly <count>', say('help.keep-monthly'), parseCount);
  onHost('show', say('help.backup-plan-show')).action((word: string | undefined) =>
    run(async (session) => {
      const host = await resolveHost(session, word);
      return outcome(session, host, (await session.run('backup-plan.read', { hostId: host.id })).plan);
    }),
  );
  keeping(onHost('set', say('help.backup-plan-set')))
    .option('--at <schedule>', say('help.backup-plan-at'))
    .option('--zone <name>', say('help.silence-zone'))
    .option('--keep-all', say('help.keep-all'))
    .option('--test-every <days>', say('help.test-every'), parseCount)
    .option('--no-tests', say('help.no-tests'))
    .action((word: string | undefined, options: SetOptions) => run((session) => set(session, word, options)));
  onHost('off', say('help.backup-plan-off')).action((word: string | undefined) =>
    run(async (session) => {
      const host = await resolveHost(session, word);
      const { plan: before } = await session.run('backup-plan.read', { hostId: host.id });
      if (!before) return outcome(session, host, null);
      const plan = { ...planOf(before), isOn: false };
      return outcome(session, host, (await session.run('backup-plan.set', { hostId: host.id, plan })).plan);
    }),
  );
  keeping(onHost('prune', say('help.backup-plan-prune')))
    .option('--yes', say('help.yes'))
    .action((word: string | undefined, options: KeepOptions & { yes?: true }) =>
      run((session) => prune(session, word, options)),
    );
}

function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isInteger(count) || count < 0 || count > 366)
    throw new InvalidArgumentError('0 … 366');
  return count;
}

const keepOf = (options: KeepOptions, before: KeepRule): KeepRule => ({
  daily: options.keepDaily ?? before.daily,
  weekly: options.keepWeekly ?? before.weekly,
  monthly: options.keepMonthly ?? before.monthly,
});

const planOf = ({ isOn, cron, timeZone, keep, testEveryDays }: BackupPlanView): BackupPlan => ({
  isOn,
  cron,
  timeZone,
  keep,
  testEveryDays,
});

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

async function set(session: Session, word: string | undefined, options: SetOptions): Promise<Outcome> {
  const host = await resolveHost(session, word);
  const { plan: before } = await session.run('backup-plan.read', { hostId: host.id });
  const wantsKeep = [options.keepDaily, options.keepWeekly, options.keepMonthly].some(
    (count) => count !== undefined,
  );
  // A plan that kept everything keeps on doing so until a rule is named: nothing is removed by surprise.
  const kept = before && !wantsKeep ? before.keep : keepOf(options, before?.keep ?? defaultKeep);
  const plan: BackupPlan = {
    isOn: true,
    cron: options.at ?? before?.cron ?? '0 2 * * *',
    timeZone: options.zone ?? before?.timeZone ?? ownZone(),
    keep: options.keepAll ? null : kept,
    testEveryDays: options.tests === false ? null : (options.testEvery ?? before?.testEveryDays ?? 7),
  };
  return outcome(session, host, (await session.run('backup-plan.set', { hostId: host.id, plan })).plan);
}

async function prune(
  session: Session,
  word: string | undefined,
  options: KeepOptions & { readonly yes?: true },
): Promise<Outcome> {
  const host = await resolveHost(session, word);
  const { plan } = await session.run('backup-plan.read', { hostId: host.id });
  const rule = {
    hostId: host.id,
    keep: keepOf(options, plan?.keep ?? defaultKeep),
    timeZone: plan?.timeZone ?? ownZone(),
  };
  const { preview } = await session.run('backup-plan.preview-retention', rule);
  const { removed, kept, freedBytes } = preview;
  if (removed.length === 0)
    return { json: { removed: 0, freedBytes: 0 }, text: session.say('backup-plan.nothing-to-prune') };
  const list = renderTable(
    [
      { title: session.say('column.taken') },
      { title: session.say('column.database') },
      { title: session.say('column.size'), align: 'right' },
      { title: session.say('column.id') },
    ],
    removed.map(({ takenAt, serviceId, databaseId, bytes, backupId }) => [
      formatInstant(takenAt),
      `${serviceId}/${databaseId}`,
      formatBytes(bytes),
      backupId,
    ]),
  );
  if (!session.options.json) session.remark(list);
  if (!options.yes) {
    const figures = { count: removed.length, kept: kept.length, size: formatBytes(freedBytes) };
    await confirmWord(session, session.say('backup-plan.confirm-prune', figures), ['yes', 'ya']);
  }
  const backupIds = removed.map(({ backupId }) => backupId);
  const done = await session.run('backup-plan.prune', { ...rule, backupIds });
  const text = session.say('backup-plan.pruned', {
    count: done.removed,
    size: formatBytes(done.freedBytes),
  });
  return { json: done, text };
}

function outcome({ say, paint }: Session, host: HostView, plan: BackupPlanView | null): Outcome {
  const name = plainText(host.name);
  if (!plan) return { json: { plan }, text: say('backup-plan.none', { name }), exitCode: exitCodes.no };
  const when = `${plan.cron} (${plan.timeZone})`;
  const lines = [
    plan.isOn
      ? say('backup-plan.on', { name, when, next: formatInstant(plan.nextAt) })
      : say('backup-plan.off', { name }),
    plan.keep ? say('backup-plan.keep', { ...plan.keep }) : say('backup-plan.keep-all'),
    plan.testEveryDays === null
      ? say('backup-plan.no-tests')
      : say('backup-plan.tests', { days: plan.testEveryDays }),
    ...plan.owed.map(({ serviceId, databaseId, since, error }) =>
      paint.bad(
        `  ! ${serviceId}/${databaseId}: ${say('backup-plan.owed', { since: formatInstant(since) })}${
          error ? ` · ${plainText(error.message)}` : ''
        }`,
      ),
    ),
  ];
  return { json: { plan }, text: lines.join('\n') };
}
