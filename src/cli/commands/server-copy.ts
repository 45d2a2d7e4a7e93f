import { type Command, InvalidArgumentError } from 'commander';
import type { HostView } from '../../shared/domain/host.ts';
import type { ServerCopyPlan, ServerCopyStatus } from '../../shared/domain/server-copy.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface PlaceOptions {
  readonly at?: string;
  readonly keep?: number;
  readonly yes?: true;
}

export function addServerCopyCommands(program: Command, run: Run, say: Say): void {
  const group = program.command('server-copy').description(say('help.server-copy-group'));
  const onHost = (name: string, help: string): Command =>
    group.command(name).description(help).argument('[host]', say('help.host'));
  const placing = (name: string, help: string): Command =>
    onHost(name, help)
      .option('--at <time>', say('help.server-copy-at'))
      .option('--keep <count>', say('help.server-copy-keep'), parseCount);
  placing('plan', say('help.server-copy-plan')).action((word: string | undefined, options: PlaceOptions) =>
    run(async (session) => {
      const host = await connected(session, word);
      const plan = await session.run('server-copy.plan', choiceOf(host, options));
      return { json: { plan }, text: planText(session, plan) };
    }),
  );
  placing('place', say('help.server-copy-place'))
    .option('--yes', say('help.yes'))
    .action((word: string | undefined, options: PlaceOptions) =>
      run((session) => place(session, word, options)),
    );
  onHost('status', say('help.server-copy-status')).action((word: string | undefined) =>
    run(async (session) => {
      const host = await connected(session, word);
      return outcome(session, host, await session.run('server-copy.status', { hostId: host.id }));
    }),
  );
  onHost('fetch', say('help.server-copy-fetch')).action((word: string | undefined) =>
    run((session) => fetchNewest(session, word)),
  );
  onHost('remove', say('help.server-copy-remove'))
    .option('--with-copies', say('help.server-copy-with-copies'))
    .option('--yes', say('help.yes'))
    .action((word: string | undefined, { withCopies, yes }: { withCopies?: true; yes?: true }) =>
      run(async (session) => {
        const host = await connected(session, word);
        const name = plainText(host.name);
        if (!yes)
          await confirmWord(session, session.say('server-copy.confirm-remove', { name }), ['yes', 'ya']);
        const status = await session.run('server-copy.remove', {
          hostId: host.id,
          withCopies: withCopies === true,
        });
        return { ...outcome(session, host, status), exitCode: exitCodes.ok };
      }),
    );
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 60) throw new InvalidArgumentError('1 … 60');
  return count;
}

async function connected(session: Session, word: string | undefined): Promise<HostView> {
  const { id } = await resolveHost(session, word);
  return connectHost(session, id);
}

const choiceOf = (host: HostView, { at, keep }: PlaceOptions) => ({
  hostId: host.id,
  ...(at === undefined ? {} : { at }),
  ...(keep === undefined ? {} : { keep }),
});

async function place(session: Session, word: string | undefined, options: PlaceOptions): Promise<Outcome> {
  const host = await connected(session, word);
  const choice = choiceOf(host, options);
  const plan = await session.run('server-copy.plan', choice);
  if (!session.options.json) session.remark(planText(session, plan));
  if (!options.yes) {
    const question = session.say('server-copy.confirm', { name: plainText(host.name) });
    await confirmWord(session, question, ['yes', 'ya']);
  }
  const status = await session.run('server-copy.place', { ...choice, digest: plan.digest });
  return { ...outcome(session, host, status), exitCode: exitCodes.ok };
}

async function fetchNewest(session: Session, word: string | undefined): Promise<Outcome> {
  const host = await connected(session, word);
  const { copies } = await session.run('server-copy.status', { hostId: host.id });
  const newest = copies.filter(
    (copy, index) =>
      copies.findIndex(
        ({ serviceId, databaseId }) => serviceId === copy.serviceId && databaseId === copy.databaseId,
      ) === index,
  );
  const backups = [];
  for (const { serviceId, databaseId, stamp, fetched } of newest) {
    if (fetched) continue;
    const input = { hostId: host.id, serviceId, databaseId, stamp };
    backups.push((await session.run('server-copy.fetch', input, session.progress.show)).backup);
  }
  const lines = backups.map(({ file }) => session.say('server-copy.fetched', { file }));
  return {
    json: { backups },
    text: lines.length === 0 ? session.say('server-copy.nothing-new') : lines.join('\n'),
  };
}

/** The whole of it, the scripts too: what is confirmed was seen. */
function planText({ say, paint }: Session, plan: ServerCopyPlan): string {
  return [
    ...plan.files.flatMap(({ path, mode, sha256, text }) => [
      paint.bold(`${plainText(path)}  ${mode}  sha256 ${sha256}`),
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${plainText(line)}`),
    ]),
    paint.bold(say('server-copy.crontab')),
    ...plan.crontabLines.map((line) => `  ${line}`),
    paint.bold(say('server-copy.commands')),
    ...plan.commands.map((line) => `  ${plainText(line)}`),
    ...plan.leftOut.map(({ serviceId, databaseId }) =>
      say('server-copy.left-out', { database: `${serviceId}/${databaseId}` }),
    ),
  ].join('\n');
}

function outcome({ say }: Session, host: HostView, status: ServerCopyStatus): Outcome {
  const name = plainText(host.name);
  const { state, placedAt, lastRunAt, problems, differences, copies } = status;
  const text =
    placedAt === null
      ? say('server-copy.absent', { name })
      : say('server-copy.state', { name, state, when: formatInstant(lastRunAt) });
  const more = [
    ...differences.map((what) => `  ! ${plainText(what)}`),
    ...problems.map(({ what, detail }) => `  ! ${plainText(what)}: ${plainText(detail)}`),
    ...copies.map(
      ({ serviceId, databaseId, takenAt, bytes, fetched }) =>
        `  ${fetched ? '✓' : ' '} ${formatInstant(takenAt)}  ${serviceId}/${databaseId}  ${formatBytes(bytes)}`,
    ),
  ];
  const isWell = state === 'working' && problems.length === 0;
  return {
    json: { status },
    text: [text, ...more].join('\n'),
    exitCode: isWell ? exitCodes.ok : exitCodes.no,
  };
}
