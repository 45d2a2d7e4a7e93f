import type Docker from 'dockerode';
import type { BackupManifest } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { asWriteError } from '../durable-files.ts';
import type { ByteReader } from './byte-reader.ts';
import { type ContainerExec, execInContainer } from './exec-stream.ts';
import { exportScript } from './export-in-container.ts';
import { blockBytes, type ExportHeader, type ExportParams } from './export-protocol.ts';
import { type ExportRefusal, openExport } from './receive-export.ts';

const lockTimeoutMs = 10_000;
/** What holds for every run of the script. */
const scriptSettings = {
  lockTimeoutMs,
  stallMs: 60_000,
  /** 100 Mbit/s. */
  fastBytesPerMs: 12_500,
  blockBytes,
};

/** Where a database is copied from. */
export interface Place {
  readonly key: DatabaseKey;
  readonly docker: Docker;
  readonly containerId: string;
  readonly container: string;
  readonly path: string;
  readonly host: string;
}

/** What came of it, beside the file. */
export interface Taken {
  readonly method: 'held-read-raw' | 'sqlite-cli' | 'paused-copy';
  readonly owner: BackupManifest['owner'];
  readonly transferredBytes: number;
}

/** The script as it runs, after its header. */
export interface RunningScript {
  readonly exec: ContainerExec;
  readonly reader: ByteReader;
  readonly start: ExportHeader;
}

/**
 * Runs the script in a container for as long as the work with it takes.
 * @param folder where what it sends is written: a failure of that disk is told as such
 * @throws RondaError `backup.no-method`, `backup.source-missing`, `backup.source-locked`, `backup.source-failed`,
 * `backup.link-lost`, of the folder's disk, and what the work throws as a RondaError
 */
export async function withScript<T>(
  { docker, containerId, container, path, host }: Omit<Place, 'key'>,
  params: Pick<ExportParams, 'mode' | 'hasBase' | 'isApart'>,
  folder: string,
  signal: AbortSignal,
  work: (script: RunningScript) => Promise<T>,
): Promise<T> {
  const script = exportScript({ ...scriptSettings, ...params, path });
  // The image's own NODE_OPTIONS would load its hooks into our script.
  const how = { argv: ['node', '-e', script], env: ['NODE_OPTIONS='] };
  const exec = await execInContainer(docker, containerId, how, signal);
  let phase = 'snapshot';
  try {
    const { reader, start } = await openExport(exec.stdout);
    if ('refusal' in start) throw refusalError(start.refusal, path, container);
    phase = 'copy';
    return await work({ exec, reader, start });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    throw await streamError(exec, error, { container, host, phase, folder });
  } finally {
    exec.close();
  }
}

/** Why the container refuses. */
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
