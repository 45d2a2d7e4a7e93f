import type { Command } from 'commander';
import type { HostView } from '../../shared/domain/host.ts';
import type { NightWatchPlan, NightWatchStatus } from '../../shared/domain/night-watch.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface PlaceOptions {
  readonly deadMan?: string;
  readonly yes?: true;
}

export function addNightWatchCommands(program: Command, run: Run, say: Say): void {
  const group = program.command('night-watch').description(say('help.night-watch-group'));
  const onHost = (name: string, help: string): Command =>
    group.command(name).description(help).argument('[host]', say('help.host'));
  onHost('plan', say('help.night-watch-plan'))
    .option('--dead-man <url>', say('help.night-watch-dead-man'))
    .action((word: string | undefined, options: PlaceOptions) =>
      run(async (session) => {
        const host = await connected(session, word);
        const plan = await session.run('night-watch.plan', { hostId: host.id, ...deadMan(options) });
        return { json: { plan }, text: planText(session, plan) };
      }),
    );
  onHost('place', say('help.night-watch-place'))
    .option('--dead-man <url>', say('help.night-watch-dead-man'))
    .option('--yes', say('help.yes'))
    .action((word: string | undefined, options: PlaceOptions) =>
      run((session) => place(session, word, options)),
    );
  onHost('status', say('help.night-watch-status')).action((word: string | undefined) =>
    run(async (session) => {
      const host = await connected(session, word);
      return outcome(session, host, await session.run('night-watch.status', { hostId: host.id }));
    }),
  );
  onHost('remove', say('help.night-watch-remove'))
    .option('--yes', say('help.yes'))
    .action((word: string | undefined, { yes }: PlaceOptions) =>
      run(async (session) => {
        const host = await connected(session, word);
        const name = plainText(host.name);
        if (!yes)
          await confirmWord(session, session.say('night-watch.confirm-remove', { name }), ['yes', 'ya']);
        const status = await session.run('night-watch.remove', { hostId: host.id });
        return { ...outcome(session, host, status), exitCode: exitCodes.ok };
      }),
    );
}

async function connected(session: Session, word: string | undefined): Promise<HostView> {
  const { id } = await resolveHost(session, word);
  return connectHost(session, id);
}

const deadMan = ({ deadMan: url }: PlaceOptions): { deadManUrl?: string | null } =>
  url === undefined ? {} : { deadManUrl: url === 'none' ? null : url };

async function place(session: Session, word: string | undefined, options: PlaceOptions): Promise<Outcome> {
  const host = await connected(session, word);
  const input = { hostId: host.id, ...deadMan(options) };
  const plan = await session.run('night-watch.plan', input);
  if (!session.options.json) session.remark(planText(session, plan));
  if (!options.yes) {
    const question = session.say('night-watch.confirm', { name: plainText(host.name) });
    await confirmWord(session, question, ['yes', 'ya']);
  }
  const status = await session.run('night-watch.place', { ...input, digest: plan.digest });
  return { ...outcome(session, host, status), exitCode: exitCodes.ok };
}

/** The whole of it, the script too: what is confirmed was seen. */
function planText(session: Session, plan: NightWatchPlan): string {
  const { say, paint } = session;
  return [
    ...plan.files.flatMap(({ path, mode, sha256, text }) => [
      paint.bold(`${plainText(path)}  ${mode}  sha256 ${sha256}`),
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${plainText(line)}`),
    ]),
    ...(plan.crontabLines.length > 0 ? [paint.bold(say('night-watch.crontab'))] : []),
    ...plan.crontabLines.map((line) => `  ${line}`),
    paint.bold(say('night-watch.commands')),
    ...plan.commands.map((line) => `  ${plainText(line)}`),
    ...plan.leftOut.map(({ serviceId, checkId, reason }) =>
      say('night-watch.left-out', { check: `${serviceId}/${checkId}`, reason }),
    ),
    ...plan.notes.map((note) => say('night-watch.note', { note })),
    say('night-watch.checks', { count: plan.watched.length }),
  ].join('\n');
}

function outcome({ say }: Session, host: HostView, status: NightWatchStatus): Outcome {
  const name = plainText(host.name);
  const { state, version, lastRunAt } = status;
  const seconds =
    lastRunAt === null
      ? '-'
      : say('night-watch.ago', { time: formatDuration(Math.max(0, Date.now() - lastRunAt)) });
  const text =
    version === null
      ? say('night-watch.absent', { name })
      : say('night-watch.state', { name, state, version, seconds });
  const more = [
    ...status.differences.map((what) => `  ! ${what}`),
    ...(status.problem ? [`  ! ${status.problem}`] : []),
  ];
  return {
    json: { status },
    text: [text, ...more].join('\n'),
    exitCode: state === 'watching' ? exitCodes.ok : exitCodes.no,
  };
}
