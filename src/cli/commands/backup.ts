import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Backup } from '../../shared/domain/backup.ts';
import { connectHost } from '../connection/connect-host.ts';
import { unlockVaultFor } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { backupTable, countRows, stepTable } from '../output/backup-text.ts';
import { formatBytes } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveBackup } from '../resolve/resolve-backup.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveDatabase, resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { addDiscoveryCommands } from './backup-discovery.ts';

export function addBackupCommands(program: Command, run: Run, say: Say): void {
  const backup = program
    .command('backup')
    .description(say('help.backup'))
    .argument('<service>', say('help.service'))
    .argument('[database]', say('help.backup-database'))
    .action((service: string, database: string | undefined) =>
      run((session) => takeBackup(session, service, database)),
    );
  backup
    .command('list')
    .description(say('help.backup-list'))
    .option('--service <name>', say('help.filter-service'))
    .action(({ service }: { service?: string }) => run((session) => listBackups(session, service)));
  backup
    .command('import')
    .description(say('help.backup-import'))
    .argument('<file>', say('help.backup-import-file'))
    .argument('<service>', say('help.service'))
    .argument('[database]', say('help.backup-database'))
    .action((file: string, service: string, database: string | undefined) =>
      run((session) => importBackup(session, file, service, database)),
    );
  backup
    .command('save')
    .description(say('help.backup-save'))
    .argument('<backup>', say('help.backup-ref'))
    .argument('<file>', say('help.backup-save-file'))
    .action((word: string, file: string) => run((session) => saveBackup(session, word, file)));
  addDiscoveryCommands(backup, run, say);
}

async function saveBackup(session: Session, word: string, file: string): Promise<Outcome> {
  const { say, progress } = session;
  const backup = await resolveBackup(session, word);
  await unlockVaultFor(session, backup.file);
  const { path } = await session.run(
    'backup.save',
    { backupId: backup.id, path: resolve(file) },
    progress.show,
  );
  return { json: { path }, text: say('backup.saved', { file: plainText(path ?? file) }) };
}

async function importBackup(
  session: Session,
  file: string,
  word: string,
  databaseWord: string | undefined,
): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  const database = resolveDatabase(service, databaseWord);
  const { backup } = await session.run(
    'backup.import',
    { hostId: host.id, serviceId: service.id, databaseId: database.id, file: resolve(file) },
    session.progress.show,
  );
  return { json: { backup }, text: takenText(session, backup) };
}

const takenText = ({ say }: Session, { id, bytes, rowCounts }: Backup): string =>
  say('backup.taken', { id, size: formatBytes(bytes), rows: countRows(rowCounts) });

async function takeBackup(
  session: Session,
  word: string,
  databaseWord: string | undefined,
): Promise<Outcome> {
  const { say, progress } = session;
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  const database = resolveDatabase(service, databaseWord);
  await connectHost(session, host.id);
  const { backup } = await session.run(
    'backup.create',
    { hostId: host.id, serviceId: service.id, databaseId: database.id },
    progress.show,
  );
  if (backup.verification === 'failed') {
    const text = `${stepTable(session, backup)}\n${session.paint.bad(say('backup.not-verified', { id: backup.id }))}`;
    return { json: { backup }, text, exitCode: exitCodes.no };
  }
  return { json: { backup }, text: takenText(session, backup) };
}

async function listBackups(session: Session, serviceWord: string | undefined): Promise<Outcome> {
  const host = session.options.host === undefined ? null : await resolveHost(session);
  const { backups } = await session.run('backup.list', host ? { hostId: host.id } : {});
  // By the ids in the catalogue: a backup outlives its host, and the service its profile.
  const wanted = backups
    .filter(({ serviceId }) => serviceWord === undefined || serviceId === serviceWord)
    .sort((a, b) => b.takenAt - a.takenAt);
  return {
    json: { backups: wanted },
    text: wanted.length === 0 ? session.say('backup.none') : backupTable(session, wanted),
  };
}
