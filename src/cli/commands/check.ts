import type { Command } from 'commander';
import type { HostView } from '../../shared/domain/host.ts';
import type { TileView } from '../../shared/domain/service.ts';
import { connectHost } from '../connection/connect-host.ts';
import { retryPending } from '../connection/retry-pending.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { listHosts, resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface Round {
  readonly host: HostView;
  readonly tiles: readonly TileView[];
}

export function addCheckCommand(program: Command, run: Run, say: Say): void {
  program
    .command('check')
    .description(say('help.check'))
    .argument('[host]', say('help.check-host'))
    .option('--retry', say('help.check-retry'))
    .action((name: string | undefined, { retry }: { retry?: true }) =>
      run((session) => check(session, name, retry === true)),
    );
}

async function check(session: Session, name: string | undefined, retry: boolean): Promise<Outcome> {
  const hosts = await chooseHosts(session, name);
  const rounds: Round[] = [];
  for (const { id } of hosts) {
    const host = await connectHost(session, id);
    const { tiles } = await session.run('health.check-now', { hostId: id });
    rounds.push({ host, tiles: retry ? await retryPending(session, host, tiles) : tiles });
  }
  const schedulesHeldBy = await otherHolder(session);
  if (schedulesHeldBy !== null && !session.options.json)
    session.remark(session.say('check.by-other', { holder: plainText(schedulesHeldBy) }));
  const all = rounds.flatMap(({ tiles }) => tiles);
  // Nothing that was looked at is not the same as everything in order.
  const allUp = all.length > 0 && all.every(({ status }) => status === 'up');
  return {
    json: {
      allUp,
      schedulesHeldBy,
      hosts: rounds.map(({ host, tiles }) => ({ id: host.id, name: host.name, tiles })),
    },
    text: rounds.map((round) => roundText(session, round, rounds.length > 1)).join('\n\n'),
    exitCode: allUp ? exitCodes.ok : exitCodes.no,
  };
}

async function chooseHosts(session: Session, name: string | undefined): Promise<HostView[]> {
  const word = name ?? session.options.host;
  const hosts = word === undefined ? await listHosts(session) : [];
  return hosts.length > 0 ? hosts : [await resolveHost(session, word)];
}

/** Who else runs the schedules of this home; the round is made all the same, by this process itself. */
async function otherHolder(session: Session): Promise<string | null> {
  const console = await session.console();
  const status = console.state.list('app')[0];
  return console.isLeaseHolder() ? null : (status?.leaseHolder ?? null);
}

function roundText({ say, paint, io }: Session, { host, tiles }: Round, withName: boolean): string {
  const table = renderTable(
    [
      { title: say('column.service') },
      { title: say('column.status') },
      { title: say('column.latency'), align: 'right' },
      { title: say('column.reason') },
    ],
    tiles.map((tile) => [tile.serviceId, paint.status(tile.status), latency(tile), tile.reason]),
    io.stdout.columns,
  );
  const up = tiles.filter(({ status }) => status === 'up').length;
  const sum =
    up === tiles.length ? say('check.all-up', { count: up }) : say('check.some', { up, count: tiles.length });
  return [...(withName ? [paint.bold(plainText(host.name))] : []), table, sum].join('\n');
}

/** The slowest of its checks: that is the one a person waits for. */
function latency(tile: TileView): string {
  const known = tile.checks.map(({ latencyMs }) => latencyMs).filter((ms) => ms !== null);
  return known.length === 0 ? '–' : formatDuration(Math.max(...known));
}
