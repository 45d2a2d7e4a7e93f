import { rm, stat } from 'node:fs/promises';
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
import { type DeltaBase, keepInterrupted, layBase } from './delta/delta-base.ts';
import { receivePages } from './delta/receive-pages.ts';
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
const settings = {
  lockTimeoutMs,
  stallMs: 60_000,
  /** 100 Mbit/s. */
  fastBytesPerMs: 12_500,
  blockBytes,
};

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
  const params = { ...settings, path, mode: 'describe', base: null } as const;
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
  readonly key: DatabaseKey;
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
  readonly transferredBytes: number;
}

/** The best method that the image has: Node with an SQLite, else the `sqlite3` program. */
async function takeByAnyMethod(
  deps: ExportDeps,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  try {
    return await takeByScript(deps, place, incoming, enter, signal);
  } catch (error) {
    if (!(error instanceof RondaError && error.code === 'backup.no-method')) throw error;
    const report = (doneBytes: number, totalBytes: number): void =>
      enter({ phase: 'copy', doneBytes, totalBytes });
    const byCli = await exportByCli(place.docker, place, incoming, report, signal);
    if (!byCli) throw error;
    const { size } = await stat(incoming.file);
    return { method: 'sqlite-cli', owner: byCli.owner, transferredBytes: size };
  }
}

/**
 * By a read transaction that is held in the container while the raw files are sent, or over a far line what the laptop
 * does not have yet. What was put together and is not the snapshot after all is thrown away, and all of it travels.
 */
async function takeByScript(
  deps: ExportDeps,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const limits = { signal, report: enter };
  const base = place.isFar ? await layBase(deps, place.key, incoming, limits) : null;
  const taken = await runScript(place, incoming, base, enter, signal);
  if (taken.root === null) return taken;
  const bytes = (await stat(incoming.file)).size;
  const { root } = await deps.inspector.pages(incoming.file, null, { ...limits, bytes });
  if (root === taken.root) return taken;
  await rm(incoming.file);
  if (base === null)
    throw new RondaError('backup.source-failed', {
      container: place.container,
      detail: 'what arrived is not what was sent',
    });
  const whole = await runScript(place, incoming, null, enter, signal);
  return { ...whole, transferredBytes: taken.transferredBytes + whole.transferredBytes };
}

async function runScript(
  { docker, containerId, container, path, host, isFar }: Place,
  incoming: Incoming,
  base: DeltaBase | null,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken & { readonly root: string | null }> {
  const params = {
    ...settings,
    path,
    mode: isFar ? 'pages' : 'copy',
    base: base && { pageSize: base.pageSize, pages: base.pages },
  } as const;
  const exec = await startScript(docker, containerId, params, signal);
  let phase = 'snapshot';
  try {
    // Not after its answer: that would cost a round trip, and an older base is the exception.
    if (base !== null) exec.write(base.hashes);
    const { reader, start } = await openExport(exec.stdout);
    if ('refusal' in start) throw refusalError(start.refusal, path, container);
    const { uid, gid, mode, pages, pageSize } = start;
    const usesBase = base && pages?.usesBase;
    if (base !== null && !usesBase) await rm(incoming.file);
    const totalBytes = pages === null ? start.dbBytes + start.walBytes : pages.count * pageSize;
    await requireSpace(incoming.folder, totalBytes - (usesBase ? base.pages * pageSize : 0));
    phase = 'copy';
    enter({ phase, doneBytes: 0, totalBytes });
    const taken = { method: 'held-read-raw', owner: { uid, gid, mode } } as const;
    if (pages !== null) {
      const onScanned = (count: number): void => enter({ phase, doneBytes: count * pageSize, totalBytes });
      const { root, wireBytes } = await receivePages(
        reader,
        { pageSize, pages },
        incoming.file,
        Boolean(usesBase),
        onScanned,
      );
      return { ...taken, root, transferredBytes: wireBytes + (base?.hashes.length ?? 0) };
    }
    let doneBytes = 0;
    await receiveExport(reader, start, incoming.file, (count) => {
      doneBytes += count;
      enter({ phase, doneBytes, totalBytes: Math.max(totalBytes, doneBytes) });
    });
    return { ...taken, root: null, transferredBytes: doneBytes };
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
 * database and its `-wal` are sent raw (over SSH: only the pages that the laptop lacks), or where the image has no Node, by its `sqlite3`. Nothing is stopped or paused. Call it under the database's lock.
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
  try {
    enter({ phase });
    // Not after all of it has come over the line.
    const { encryptTo } = await deps.keys.forNew();
    const container = await runningContainer(connection.docker, source, signal);
    const name = containerName(container);
    const docker = await connection.bulkDocker(signal);
    return await withIncoming(deps.backupFolder(), key, async (incoming) => {
      const takenAt = deps.clock.now();
      const isFar = connection.methods.exec !== 'child-process';
      const host = source.hostName;
      const place = { key, docker, containerId: container.Id, container: name, path, host, isFar };
      const isLinkLost = (error: unknown): boolean =>
        connection.signal.aborted || (error instanceof RondaError && error.code === 'backup.link-lost');
      const taken = await takeByAnyMethod(deps, place, incoming, enter, signal).catch(async (error) => {
        if (isFar && encryptTo === null && !jobSignal.aborted && isLinkLost(error))
          await keepInterrupted(incoming);
        throw error;
      });
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
          transferredBytes: taken.transferredBytes,
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
