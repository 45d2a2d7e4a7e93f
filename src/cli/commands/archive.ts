import type { Command } from 'commander';
import type { ArchiveSource } from '../../shared/domain/archive.ts';
import { RondaError } from '../../shared/errors.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { archiveSteps, archiveTable, sourceTable } from '../output/archive-text.ts';
import { formatBytes } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { ambiguous } from '../resolve/find-named.ts';
import { resolveArchive } from '../resolve/resolve-archive.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';
import { addArchiveRestoreCommand } from './archive-restore.ts';

export function addArchiveCommands(program: Command, run: Run, say: Say): void {
  const archive = program.command('archive').description(say('help.archive-group'));
  archive
    .command('sources')
    .description(say('help.archive-sources'))
    .action(() => run(listSources));
  archive
    .command('list')
    .description(say('help.archive-list'))
    .option('--service <name>', say('help.filter-service'))
    .action(({ service }: { service?: string }) => run((session) => listArchives(session, service)));
  archive
    .command('take')
    .description(say('help.archive-take'))
    .argument('<service>', say('help.service'))
    .argument('[volume]', say('help.archive-source'))
    .action((service: string, volume: string | undefined) =>
      run((session) => takeArchive(session, service, volume)),
    );
  archive
    .command('verify')
    .description(say('help.archive-verify'))
    .argument('<archive>', say('help.archive-ref'))
    .action((word: string) => run((session) => verifyArchive(session, word)));
  archive
    .command('remove')
    .description(say('help.archive-remove'))
    .argument('<archive>', say('help.archive-ref'))
    .option('--yes', say('help.yes'))
    .action((word: string, options: { yes?: true }) =>
      run((session) => removeArchive(session, word, options.yes === true)),
    );
  addArchiveRestoreCommand(archive, run, say);
}

async function sourcesOf(session: Session, hostId: string): Promise<ArchiveSource[]> {
  await connectHost(session, hostId);
  return (await session.run('archive.sources', { hostId })).sources;
}

async function listSources(session: Session): Promise<Outcome> {
  const sources = await sourcesOf(session, (await resolveHost(session)).id);
  const text = sources.length === 0 ? session.say('archive.no-sources') : sourceTable(session, sources);
  return { json: { sources }, text };
}

async function listArchives(session: Session, serviceId: string | undefined): Promise<Outcome> {
  const host = session.options.host === undefined ? null : await resolveHost(session);
  const { archives, unreadable } = await session.run('archive.list', {
    ...(host ? { hostId: host.id } : {}),
    ...(serviceId === undefined ? {} : { serviceId }),
  });
  const lines = unreadable.map((line) => session.paint.bad(plainText(line)));
  const text = archives.length === 0 ? session.say('archive.none') : archiveTable(session, archives);
  return { json: { archives, unreadable }, text: [text, ...lines].join('\n') };
}

/** The one that is meant: by id, volume or path; without a word the service's only one. */
function chooseSource(
  sources: readonly ArchiveSource[],
  service: string,
  word: string | undefined,
): ArchiveSource {
  const named = sources.filter(
    ({ sourceId, name, mountPath }) => word === undefined || [sourceId, name, mountPath].includes(word),
  );
  const [only] = named;
  if (!only) throw new RondaError('archive.unknown-source', { service, host: plainText(word ?? service) });
  if (named.length > 1)
    throw ambiguous(
      word ?? service,
      named.map(({ sourceId, mountPath }) => ({ id: sourceId, name: mountPath })),
    );
  return only;
}

async function takeArchive(session: Session, word: string, volume: string | undefined): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  const own = (await sourcesOf(session, host.id)).filter(({ serviceId }) => serviceId === service.id);
  const source = chooseSource(own, service.id, volume);
  const { hostId, serviceId, sourceId } = source;
  if (source.databases.length > 0)
    session.remark(session.say('archive.holds-databases', { names: plainText(source.databases.join(', ')) }));
  const { archive } = await session.run(
    'archive.take',
    { hostId, serviceId, sourceId },
    session.progress.show,
  );
  const { id, files, fileBytes } = archive;
  return {
    json: { archive },
    text: session.say('archive.taken', { id, files, size: formatBytes(fileBytes) }),
  };
}

async function verifyArchive(session: Session, word: string): Promise<Outcome> {
  const { id } = await resolveArchive(session, word);
  const { archive } = await session.run('archive.verify', { archiveId: id }, session.progress.show);
  const good = archive.verification === 'verified';
  const verdict = good
    ? session.say('archive.sound', { id })
    : session.paint.bad(session.say('backup.not-verified', { id }));
  return {
    json: { archive },
    text: `${archiveSteps(session, archive)}\n${verdict}`,
    exitCode: good ? exitCodes.ok : exitCodes.no,
  };
}

async function removeArchive(session: Session, word: string, isSure: boolean): Promise<Outcome> {
  const { id, fileBytes } = await resolveArchive(session, word);
  const size = formatBytes(fileBytes);
  if (!isSure) await confirmWord(session, session.say('archive.confirm-remove', { id, size }), ['yes', 'ya']);
  await session.run('archive.remove', { archiveId: id });
  return { json: { removed: id }, text: session.say('archive.removed', { id, size }) };
}
