import { rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Backup } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import { type HostConnection, isFar } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { asWriteError } from '../durable-files.ts';
import { containerName, type DatabaseSource, runningContainer } from '../find-containers.ts';
import type { Inspector } from '../inspect/inspector.ts';
import type { WhilePaused } from '../restore/pause-during-restore.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { saveTarredFile } from '../tar-transfer.ts';
import { type Place, type Taken, withScript } from './container-script.ts';
import { type DeltaBase, dropInterrupted, keepInterrupted, layBase } from './delta/delta-base.ts';
import { takePages } from './delta/take-pages.ts';
import { exportByCli } from './export-by-cli.ts';
import type { ExportHeader } from './export-protocol.ts';
import { type Incoming, keepCopy, withIncoming } from './keep-copy.ts';
import { copyPaused } from './paused/copy-paused.ts';
import { takeFiles } from './receive-export.ts';

export interface ExportDeps {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly backupFolder: () => string;
  /** Tells who watches a service that it stands still on purpose. */
  readonly whilePaused?: WhilePaused;
}

/** Reads what a live database is, in its running container, without copying it. */
export function describeSource(
  docker: Docker,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<ExportHeader> {
  const container = containerId.slice(0, 12);
  const params = { mode: 'describe', hasBase: false, isApart: false } as const;
  // Nothing is written, and which host it was is the caller's to say.
  const place = { docker, containerId, container, path, host: '' };
  return withScript(place, params, '', signal, async ({ start }) => start);
}

/** The best method there is: the image's Node with an SQLite, else its `sqlite3`, else a pause of a few seconds. */
async function takeByAnyMethod(
  deps: ExportDeps,
  connection: HostConnection,
  place: Place,
  laying: Promise<DeltaBase | null> | null,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  try {
    const take = laying
      ? takePages(laying, place, incoming, enter, signal)
      : takeRaw(place, incoming, enter, signal).catch(async (error: unknown) => {
          // A file that grew while it was fetched, a link in its place: the script knows, or says why not.
          const isApart = error instanceof RondaError && error.code === 'backup.source-failed';
          if (!(isApart && error.cause instanceof ApartFailed)) throw error;
          await rm(incoming.file, { force: true });
          return takeRaw(place, incoming, enter, signal, false);
        });
    return await take;
  } catch (error) {
    if (!(error instanceof RondaError && error.code === 'backup.no-method')) throw error;
    const report = (doneBytes: number, totalBytes: number): void =>
      enter({ phase: 'copy', doneBytes, totalBytes });
    // What was laid there to be gone on from.
    await rm(incoming.file, { force: true });
    const byCli = await exportByCli(place.docker, place, incoming, report, signal);
    if (!byCli) return copyPaused(deps, connection, place, incoming, enter, signal);
    const { size } = await stat(incoming.file);
    return { method: 'sqlite-cli', owner: byCli.owner, transferredBytes: size };
  }
}

/** The engine's own way of fetching the file did not work out. */
class ApartFailed extends Error {}

/**
 * By a read transaction that is held in the container while the raw files are fetched: the database by the engine, which
 * is fastest, the `-wal` from the script.
 */
async function takeRaw(
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
  isApart = true,
): Promise<Taken> {
  const { docker, containerId, path } = place;
  const params = { mode: 'copy', hasBase: false, isApart } as const;
  return withScript(place, params, incoming.folder, signal, ({ exec, reader, start }) =>
    takeFiles(reader, start, incoming, enter, async (target, leastBytes, onBytes) => {
      try {
        const tar = await docker.getContainer(containerId).getArchive({ path, abortSignal: signal });
        await saveTarredFile(tar as Readable, target, onBytes, signal);
        const { size } = await stat(target);
        if (size < leastBytes) throw new Error(`${size} bytes, expected ${leastBytes}`);
      } catch (error) {
        if (asWriteError(error, incoming.folder) !== error) throw error;
        throw new ApartFailed('the engine did not fetch the file', { cause: error });
      }
      exec.write(Buffer.alloc(4));
    }),
  );
}

/**
 * Takes a consistent copy of a live database out of a running container: by a read transaction that is held while the
 * database and its `-wal` are sent raw (over SSH: only the pages that the laptop lacks), or where the image has no Node,
 * by its `sqlite3`. Nothing is stopped; only where the image has neither is the service paused, for seconds
 * (`copyPaused`). Call it under the database's lock.
 * @throws RondaError; whatever it throws, nothing is listed, and nothing runs in the container any more. Of a link that
 * broke, what had come stays for the next copy to go on from; else no partial file does.
 */
export async function exportDatabase(
  deps: ExportDeps,
  connection: HostConnection,
  key: DatabaseKey,
  source: DatabaseSource,
  {
    reason,
    report,
    signal: jobSignal,
  }: {
    readonly reason: 'manual' | 'scheduled';
    readonly report: (progress: ProgressReport) => void;
    readonly signal: AbortSignal;
  },
): Promise<Backup> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  const { path } = source.database;
  let phase = 'snapshot';
  const enter = (progress: ProgressReport): void => {
    phase = progress.phase;
    report(progress);
  };
  const takeFrom = async (
    laying: Promise<DeltaBase | null> | null,
    incoming: Incoming,
  ): Promise<[Docker.ContainerInfo, Taken]> => {
    const [container, docker] = await Promise.all([
      runningContainer(connection.docker, source, signal),
      connection.bulkDocker(signal),
    ]);
    const [containerId, name, host] = [container.Id, containerName(container), source.hostName];
    const place = { key, docker, containerId, container: name, path, host };
    return [container, await takeByAnyMethod(deps, connection, place, laying, incoming, enter, signal)];
  };
  try {
    enter({ phase });
    // Not after all of it has come over the line.
    await deps.keys.forNew();
    return await withIncoming(deps.backupFolder(), key, async (incoming) => {
      const takenAt = deps.clock.now();
      // Beside all that waits for the line until the script has hashed its pages.
      const local = { signal: jobSignal, report: enter };
      const laying = isFar(connection) ? layBase(deps, key, incoming, local) : null;
      laying?.catch(() => undefined);
      const isLinkLost = (error: unknown): boolean =>
        connection.signal.aborted || (error instanceof RondaError && error.code === 'backup.link-lost');
      const [container, taken] = await takeFrom(laying, incoming).catch(async (error: unknown) => {
        // Nothing of ours may still be at work in the folder.
        const laid = await laying?.catch(() => null);
        // What an earlier copy left is not lost to a server that let nobody in this time.
        if (laying && !jobSignal.aborted && (isLinkLost(error) || laid?.isInterrupted))
          await keepInterrupted(deps, incoming, local);
        throw error;
      });
      const name = containerName(container);
      const backup = await keepCopy(
        { ...deps, backupFolder: deps.backupFolder(), now: deps.clock.now },
        incoming,
        {
          key,
          hostName: source.hostName,
          sourcePath: path,
          takenAt,
          reason,
          method: taken.method,
          container: { id: container.Id, name, imageId: container.ImageID, image: container.Image },
          owner: taken.owner,
          transferredBytes: taken.transferredBytes,
        },
        enter,
        // The server is no longer needed: a link that is lost now costs nothing.
        jobSignal,
      );
      await dropInterrupted(incoming);
      return backup;
    });
  } catch (error) {
    if (connection.signal.aborted && !jobSignal.aborted) {
      throw new RondaError('backup.link-lost', { host: source.hostName, step: phase }, { cause: error });
    }
    jobSignal.throwIfAborted();
    throw error;
  }
}
