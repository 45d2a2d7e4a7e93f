import { dirname } from 'node:path';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { CommandRecord } from '../../../shared/domain/service.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { newestDataOf } from '../../test-copy/newest-data.ts';
import {
  type CopyData,
  copyTestCommands,
  removeOldCopies,
  testOnCopy,
} from '../../test-copy/test-on-copy.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { containerName, type DatabaseSource, serviceContainers } from '../find-containers.ts';
import type { Inspector } from '../inspect/inspector.ts';
import { openIntact } from '../inspect/verify-backup.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { type OpenedBackup, openStored } from '../stored/open-stored.ts';
import { askQuery, queryCommand } from './ask-query.ts';

export interface RestoreTestDeps {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** The container whose settings the copy gets: a running one where there is a choice, for it is known to work. */
async function modelOf(connection: HostConnection, source: DatabaseSource, signal: AbortSignal) {
  const all = await serviceContainers(connection.docker, source, signal);
  const chosen = all.find(({ State }) => State === 'running') ?? all[0];
  if (!chosen)
    throw new RondaError('backup.no-container', { service: source.service.id, host: source.hostName });
  return { id: chosen.Id, name: containerName(chosen), image: chosen.Image };
}

/** This backup at its place, and beside it the newest sound one of each other database of the service. */
async function dataOf(
  deps: RestoreTestDeps,
  backup: Backup,
  source: DatabaseSource,
  open: CopyData['open'],
): Promise<CopyData[]> {
  const all = await deps.catalogue.list();
  const others = source.service.databases.filter(({ id }) => id !== source.database.id);
  const newest = newestDataOf({ list: () => all }, async (id, signal) =>
    openStored(deps, await deps.catalogue.locate(id), { signal }),
  );
  return [
    { path: source.database.path, open, bytes: backup.bytes, takenAt: backup.takenAt },
    ...newest(backup.hostId, { ...source.service, databases: others }),
  ];
}

async function orderOf(
  deps: RestoreTestDeps,
  connection: HostConnection,
  source: DatabaseSource,
  backup: Backup,
  open: CopyData['open'],
  signal: AbortSignal,
) {
  return {
    service: source.service,
    container: await modelOf(connection, source, signal),
    // Short enough for a container's name, and one test of a backup at a time.
    purpose: backup.id.slice(0, 20),
    data: await dataOf(deps, backup, source, open),
  };
}

/** The commands that a test of this backup would run. */
export async function planRestoreTest(
  deps: RestoreTestDeps,
  connection: HostConnection,
  source: DatabaseSource,
  backup: Backup,
  signal: AbortSignal,
): Promise<string[]> {
  // Only looked at: nothing is opened for a plan.
  const open = (): Promise<OpenedBackup> => Promise.reject(new Error('a plan opens nothing'));
  const { restoreTest } = source.database;
  return [
    ...(restoreTest ? [queryCommand(restoreTest, backup)] : []),
    ...copyTestCommands(await orderOf(deps, connection, source, backup, open, signal)),
  ];
}

/**
 * Proves that a backup can be put back: it is verified whole, asked the query that the profile has for it, given to a
 * throwaway container of the service's own image and settings (no network, no published ports, none of its volumes), and
 * the service's checks are made inside. What came of it stands in the manifest. Call it under the database's lock: the manifest is written.
 * @throws RondaError `backup.refused-damaged`, `backup.no-container`, `backup.link-lost`; a test that was made and not
 * passed is an answer
 */
export async function testRestore(
  deps: RestoreTestDeps,
  connection: HostConnection,
  source: DatabaseSource,
  backupId: string,
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<{ backup: Backup; commands: CommandRecord[] }> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  report({ phase: 'verify' });
  const opened = await openIntact({ ...deps, now: deps.clock.now }, backupId, report, jobSignal);
  try {
    const { backup, manifest } = await deps.catalogue.locate(backupId);
    await removeOldCopies(connection.docker, deps.clock.now(), signal);
    const order = await orderOf(
      deps,
      connection,
      source,
      backup,
      async () => ({ ...opened, close: async () => undefined }),
      signal,
    );
    const totalBytes = order.data.reduce((sum, { bytes }) => sum + bytes, 0);
    let doneBytes = 0;
    const { restoreTest: query } = source.database;
    if (query) report({ phase: 'query' });
    const commands = query ? await askQuery(deps, query, backup, opened.file, signal) : [];
    // Without what the query wants, that the service starts proves nothing: no copy is made for it.
    if (commands.every(({ ok }) => ok))
      commands.push(
        ...(await testOnCopy(
          {
            ...order,
            docker: await connection.bulkDocker(signal),
            clock: deps.clock,
            onBytes: (count) => {
              doneBytes += count;
              report({ phase: 'upload', doneBytes, totalBytes: Math.max(doneBytes, totalBytes) });
            },
            onStart: () => report({ phase: 'health' }),
          },
          signal,
        )),
      );
    signal.throwIfAborted();
    const failed = commands.find(({ ok }) => !ok);
    const at = new Date(deps.clock.now()).toISOString();
    const restoreTest = failed
      ? {
          state: 'failed' as const,
          at,
          detail: plainDetail(`${failed.command}: ${failed.output}`).slice(0, 2000),
        }
      : { state: 'passed' as const, at, detail: '' };
    const tested = await deps.catalogue.put(
      { ...manifest, restoreTest, restoreTestedAt: failed ? manifest.restoreTestedAt : at },
      dirname(backup.file),
    );
    return { backup: tested, commands };
  } catch (error) {
    if (connection.signal.aborted && !jobSignal.aborted)
      throw new RondaError(
        'backup.link-lost',
        { host: source.hostName, step: 'restore-test' },
        { cause: error },
      );
    throw error;
  } finally {
    await opened.close();
  }
}
