import type { Command } from 'commander';
import type { OutputOf } from '../../shared/contract.ts';
import { RondaError } from '../../shared/errors.ts';
import { connectHost } from '../connection/connect-host.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface DiscoverOptions {
  readonly stopped?: boolean;
  readonly all?: boolean;
}

/** `discover`, `adopt` and `unadopt` below `ronda backup`. */
export function addDiscoveryCommands(backup: Command, run: Run, say: Say): void {
  backup
    .command('discover')
    .description(say('help.backup-discover'))
    .option('--stopped', say('help.discover-stopped'))
    .option('--all', say('help.discover-all'))
    .action((options: DiscoverOptions) => run((session) => discover(session, options)));
  backup
    .command('adopt')
    .description(say('help.backup-adopt'))
    .argument('<service>', say('help.service'))
    .argument('<path>', say('help.adopt-path'))
    .option('--id <name>', say('help.adopt-id'))
    .action((service: string, path: string, { id }: { id?: string }) =>
      run((session) => adopt(session, service, path, id)),
    );
  backup
    .command('unadopt')
    .description(say('help.backup-unadopt'))
    .argument('<service>', say('help.service'))
    .argument('<database>', say('help.unadopt-id'))
    .action((service: string, id: string) => run((session) => unadopt(session, service, id)));
}

async function discover(
  session: Session,
  { stopped = false, all = false }: DiscoverOptions,
): Promise<Outcome> {
  const host = await resolveHost(session);
  await connectHost(session, host.id);
  const found = await session.run('backup.discover', { hostId: host.id, includeStopped: stopped });
  return { json: found, text: discoveryText(session, found, all) };
}

function discoveryText(
  { say }: Session,
  { databases, unread, isWhole }: OutputOf<'backup.discover'>,
  all: boolean,
): string {
  const shown = databases.filter(({ named }) => all || named === null);
  const lines = [
    shown.length === 0
      ? say('discover.none')
      : renderTable(
          [
            { title: say('column.service') },
            { title: say('column.volume') },
            { title: say('column.size'), align: 'right' },
            { title: say('column.state') },
            { title: say('column.manual') },
            { title: say('column.path') },
          ],
          shown.map(({ serviceId, volume, path, bytes, content, named }) => [
            serviceId,
            plainText(volume),
            formatBytes(bytes),
            say(`discover.${content}`),
            named ? `${named.serviceId}/${named.databaseId}` : '–',
            plainText(path),
          ]),
          // A path that was cut off could not be typed again.
          undefined,
        ),
    ...(shown.some(({ named, content }) => named === null && content === 'sqlite')
      ? [say('discover.adopt')]
      : []),
    ...unread.map(({ serviceId, why }) => say(`discover.${why}`, { service: serviceId })),
    ...(isWhole ? [] : [say('discover.more')]),
  ];
  return lines.join('\n');
}

async function adopt(
  session: Session,
  word: string,
  path: string,
  wantedId: string | undefined,
): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  await connectHost(session, host.id);
  const ask = { hostId: host.id, serviceId: service.id };
  const { databases, sharedWith } = await session.run('backup.discover', { ...ask, includeStopped: true });
  const suggested = databases.find((each) => each.path === path)?.suggestedId;
  const id = wantedId ?? suggested;
  if (!id) throw new RondaError('backup.not-discovered', { path: plainText(path), service: service.id });
  const done = await session.run('backup.adopt', { ...ask, path, id });
  const text = [
    session.say('discover.adopted', { path: plainText(path), database: id, service: service.id }),
    ...(sharedWith.length === 0
      ? []
      : [session.say('discover.shared', { hosts: sharedWith.map(plainText).join(', ') })]),
  ];
  return { json: done, text: text.join('\n') };
}

async function unadopt(session: Session, word: string, databaseId: string): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  const done = await session.run('backup.unadopt', { hostId: host.id, serviceId: service.id, databaseId });
  return {
    json: done,
    text: session.say('discover.unadopted', { database: plainText(databaseId), service: service.id }),
  };
}
