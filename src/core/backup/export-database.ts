import type Docker from 'dockerode';
import type { Backup, BackupManifest } from '../../shared/domain/backup.ts';
import { RondaError } from '../../shared/errors.ts';
import { dockerStatus } from '../hosts/docker/docker-error.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { ProgressReport } from '../jobs/progress-meter.ts';
import type { Clock } from '../platform/clock.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import type { DatabaseKey } from './backup-paths.ts';
import type { Catalogue } from './catalogue.ts';
import { asWriteError, requireSpace } from './durable-files.ts';
import { type ContainerExec, execInContainer } from './exec-stream.ts';
import { exportByCli } from './export-by-cli.ts';
import { exportScript } from './export-in-container.ts';
import { blockBytes, type ExportHeader, type ExportParams } from './export-protocol.ts';
import { containerName, type DatabaseSource, runningContainer } from './find-containers.ts';
import type { Inspector } from './inspector.ts';
import { type Incoming, keepCopy, withIncoming } from './keep-copy.ts';
import { type ExportRefusal, openExport, receiveExport } from './receive-export.ts';
import type { BackupKeys } from './stored/backup-keys.ts';

const lockTimeoutMs = 10_000;
const stallMs = 60_000;
/** 100 Mbit/s. */
const fastBytesPerMs = 12_500;

export interface ExportDeps {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly backupFolder: () => string;
}

/** Starts the script in a container and opens what it sends. The caller closes the exec. */
async function startScript(
  docker: Docker,
  containerId: string,
  params: ExportParams,
  signal: AbortSignal,
): Promise<ContainerExec> {
  return execInContainer(
    docker,
    containerId,
    // The image's own NODE_OPTIONS would load its hooks into our script.
    { argv: ['node', '-e', exportScript(params)], env: ['NODE_OPTIONS='] },
    signal,
  );
}

function refusalError(refusal: ExportRefusal, path: string, container: string): RondaError {
  switch (refusal.kind) {
    case 'no-sqlite':
      return new RondaError('backup.no-method', {
        container,
        missing: `better-sqlite3 or node:sqlite (${plainDetail(refusal.detail)})`,
      });
    case 'missing-file':
      return new RondaError('backup.source-missing', { path, container });
    case 'busy':
      return new RondaError('backup.source-locked', { path, seconds: lockTimeoutMs / 1000 });
    case 'other':
      return new RondaError('backup.source-failed', { container, detail: plainDetail(refusal.detail) });
  }
}

/**
 * Why a stream ended before the script had said everything: our own disk, no node in the image, a crash in there, or a
 * link that is gone (the engine does not answer at all then).
 */
async function streamError(
  exec: ContainerExec,
  error: unknown,
  at: { readonly container: string; readonly host: string; readonly phase: string; readonly folder: string },
): Promise<unknown> {
  if (asWriteError(error, at.folder) !== error) return error;
  try {
    const code = await exec.exitCode();
    if (code === 126 || code === 127) {
      return new RondaError('backup.no-method', { container: at.container, missing: 'node' });
    }
  } catch (inspectError) {
    if (dockerStatus(inspectError) === null) {
      return new RondaError('backup.link-lost', { host: at.host, step: at.phase }, { cause: error });
    }
  }
  const detail = plainDetail(exec.stderr()) || plainDetail(error);
  return new RondaError('backup.source-failed', { container: at.container, detail }, { cause: error });
}

/** Reads what a live database is, in its running container, without copying it. */
export async function describeSource(
  docker: Docker,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<ExportHeader> {
  const params = { path, mode: 'describe', packedBlocks: 0, fastBytesPerMs, lockTimeoutMs, stallMs } as const;
  const exec = await startScript(docker, containerId, params, signal);
  try {
    const { start } = await openExport(exec.stdout);
    if ('refusal' in start) throw refusalError(start.refusal, path, containerId.slice(0, 12));
    return start;
  } finally {
    exec.close();
  }
}

interface Place {
  readonly docker: Docker;
  readonly containerId: string;
  readonly container: string;
  readonly path: string;
  readonly host: string;
  /** Behind a line that is slower than packing. */
  readonly isFar: boolean;
}

interface Taken {
  readonly method: 'held-read-raw' | 'sqlite-cli';
  readonly owner: BackupManifest['owner'];
}

/** The best method that the image has: Node with an SQLite, else the `sqlite3` program. */
async function takeByAnyMethod(
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  try {
    return await takeByScript(place, incoming, enter, signal);
  } catch (error) {
    if (!(error instanceof RondaError && error.code === 'backup.no-method')) throw error;
    const report = (doneBytes: number, totalBytes: number): void =>
      enter({ phase: 'copy', doneBytes, totalBytes });
    const byCli = await exportByCli(place.docker, place, incoming, report, signal);
    if (!byCli) throw error;
    return { method: 'sqlite-cli', owner: byCli.owner };
  }
}

/** By a read transaction that is held in the container while the raw file is sent. */
async function takeByScript(
  { docker, containerId, container, path, host, isFar }: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const packedBlocks = isFar ? blockBytes : 0;
  const params = { path, mode: 'copy', packedBlocks, fastBytesPerMs, lockTimeoutMs, stallMs } as const;
  const exec = await startScript(docker, containerId, params, signal);
  let phase = 'snapshot';
  try {
    const { reader, start } = await openExport(exec.stdout);
    if ('refusal' in start) throw refusalError(start.refusal, path, container);
    const totalBytes = start.dbBytes + start.walBytes;
    await requireSpace(incoming.folder, totalBytes);
    let doneBytes = 0;
    phase = 'copy';
    enter({ phase, doneBytes, totalBytes });
    await receiveExport(reader, start, incoming.file, (count) => {
      doneBytes += count;
      enter({ phase, doneBytes, totalBytes: Math.max(totalBytes, doneBytes) });
    });
    const { uid, gid, mode } = start;
    return { method: 'held-read-raw', owner: { uid, gid, mode } };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    throw await streamError(exec, error, { container, host, phase, folder: incoming.folder });
  } finally {
    exec.close();
  }
}

/**
 * Takes a consistent copy of a live database out of a running container: by a read transaction that is held while the
 * database and its `-wal` are sent raw, or where the image has no Node, by its `sqlite3`. Nothing is stopped or paused. Call it under the database's lock.
 * @throws RondaError; whatever it throws, no partial file stays, and nothing runs in the container any more
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
  try {
    enter({ phase });
    // Not after all of it has come over the line.
    await deps.keys.forNew();
    const container = await runningContainer(connection.docker, source, signal);
    const name = containerName(container);
    const docker = await connection.bulkDocker(signal);
    return await withIncoming(deps.backupFolder(), key, async (incoming) => {
      const takenAt = deps.clock.now();
      const isFar = connection.methods.exec !== 'child-process';
      const host = source.hostName;
      const place = { docker, containerId: container.Id, container: name, path, host, isFar };
      const taken = await takeByAnyMethod(place, incoming, enter, signal);
      return keepCopy(
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
        },
        enter,
        // The server is no longer needed: a link that is lost now costs nothing.
        jobSignal,
      );
    });
  } catch (error) {
    if (connection.signal.aborted && !jobSignal.aborted) {
      throw new RondaError('backup.link-lost', { host: source.hostName, step: phase }, { cause: error });
    }
    jobSignal.throwIfAborted();
    throw error;
  }
}
