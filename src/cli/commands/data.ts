import type { Command } from 'commander';
import { connectHost } from '../connection/connect-host.ts';
import type { Say } from '../i18n/messages.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveCommit } from '../resolve/resolve-commit.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { addDataRemoteCommands } from './data-remote.ts';
import { addDataRestoreCommands } from './data-restore.ts';

export function addDataCommands(program: Command, run: Run, say: Say): void {
  const data = program.command('data').description(say('help.data-group'));
  data
    .command('snapshot')
    .description(say('help.data-snapshot'))
    .action(() => run(takeSnapshot));
  data
    .command('history')
    .description(say('help.data-history'))
    .action(() => run(showHistory));
  data
    .command('show')
    .description(say('help.data-show'))
    .argument('<commit>', say('help.data-commit'))
    .argument('[path]', say('help.data-path'))
    .action((commit: string, path: string | undefined) => run((session) => show(session, commit, path)));
  addDataRestoreCommands(data, run, say);
  addDataRemoteCommands(data, run, say);
}

async function takeSnapshot(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  await connectHost(session, host.id);
  const taken = await session.run('data.snapshot', { hostId: host.id }, session.progress.show);
  const { say, paint } = session;
  const { commit, files } = taken;
  const lines = [
    commit === null
      ? say('data.unchanged', { files })
      : say('data.committed', { commit: commit.slice(0, 12), files }),
    ...taken.broken.map((path) => paint.bad(say('data.broken', { path: plainText(path) }))),
    ...taken.leftOut.map((path) => paint.bad(say('data.left-out', { path: plainText(path) }))),
    ...taken.unread.map((service) => say('data.unread', { service })),
  ];
  return { json: taken, text: lines.join('\n') };
}

async function showHistory(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  const { commits, remote, pushed } = await session.run('data.history', { hostId: host.id });
  const { say } = session;
  const table =
    commits.length === 0
      ? say('data.none')
      : renderTable(
          [{ title: say('column.commit') }, { title: say('column.taken') }, { title: say('column.change') }],
          commits.map(({ commit, at, message }) => [
            commit.slice(0, 12),
            formatInstant(Date.parse(at)),
            message.split('\n')[0] ?? '',
          ]),
          session.io.stdout.columns,
        );
  if (remote === null) return { json: { commits, remote, pushed }, text: table };
  const state = pushed !== null && pushed === commits[0]?.commit ? 'data.all-pushed' : 'data.not-pushed';
  return { json: { commits, remote, pushed }, text: `${table}\n${say(state, { url: plainText(remote) })}` };
}

async function show(session: Session, word: string, path: string | undefined): Promise<Outcome> {
  const host = await resolveHost(session);
  const ask = { hostId: host.id, commit: await resolveCommit(session, host.id, word) };
  const found = await session.run('data.show', path === undefined ? ask : { ...ask, path });
  const text = found.text === null ? found.paths.map(plainText).join('\n') : safeText(found.text, session);
  return { json: found, text };
}

/** A pipe gets the file as it was; a terminal gets nothing that it would obey. */
function safeText(text: string, { io }: Session): string {
  if (io.stdout.isTTY !== true) return text.replace(/\n$/, '');
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => plainText(line))
    .join('\n');
}
