import { randomUUID } from 'node:crypto';
import { readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Docker from 'dockerode';
import type { Archive, ArchiveManifest } from '../../../shared/domain/archive.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import { dockerDetail } from '../../hosts/docker/docker-error.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { stampOf } from '../catalogue/backup-paths.ts';
import { asWriteError, requireSpace, syncFile, syncFolder } from '../durable-files.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import type { ArchiveCatalogue } from './archive-catalogue.ts';
import { type ArchiveKey, archiveHome } from './archive-paths.ts';
import type { ArchiveSummary } from './inspect-archive.ts';
import { withPartial } from './partial-archive.ts';
import { takeArchive } from './take-archive.ts';
import { judgeArchive } from './verify-archive.ts';

export interface ArchiveFacts {
  readonly key: ArchiveKey;
  readonly hostName: string;
  readonly source: ArchiveManifest['source'];
  readonly container: ArchiveManifest['container'];
  readonly reason: ArchiveManifest['reason'];
}

/**
 * Takes a mounted folder into the list: read out of its container, compressed, read back and compared, on the disk for
 * certain, encrypted where that is chosen, and only then named. One that must not be unpacked (a pipe, a link that leads out) is kept as
 * `.unverified.tar.zst` and listed as failed. Call it under the source's lock.
 * @param phase what progress calls the transfer
 * @throws RondaError `archive.source-failed`, `backup.key-locked`, `backup.no-recipient`, `backup.no-space`, `backup.write-failed`; no file is left then
 */
export async function keepArchive(
  deps: OpenStoredDeps & {
    readonly docker: Docker;
    readonly catalogue: ArchiveCatalogue;
    readonly now: () => number;
    readonly backupFolder: string;
  },
  facts: ArchiveFacts,
  phase: 'copy' | 'safety-copy',
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Archive> {
  const { docker, catalogue, inspector, now, backupFolder } = deps;
  // First of all: a key that is locked away must not be found out after the transfer.
  const { encryptTo } = await deps.keys.forNew();
  const home = archiveHome(backupFolder, facts.key);
  return withPartial(home, async (partial) => {
    await requireSpace(home, 0);
    const takenAt = now();
    const summary = await take(docker, facts, partial, phase, report, signal);
    const file = { path: partial, sha256: summary.sha256, bytes: summary.bytes };
    const { steps } = await judgeArchive(file, now, report, signal);
    const ok = steps.every((step) => step.ok);

    let stored = partial;
    if (encryptTo) {
      const { size: bytes } = await stat(partial);
      await requireSpace(home, bytes);
      stored = `${partial}.age`;
      await inspector.pack(partial, stored, { compress: false, encryptTo }, { signal, report, bytes });
      await syncFile(stored);
    }

    const { size } = await stat(stored);
    const { sha256: fileSha256 } = await inspector.hash(stored, { signal, bytes: size });
    // The last moment at which a cancel leaves nothing: the archive is whole.
    signal.throwIfAborted();
    const suffix = `${ok ? '' : '.unverified'}.tar.zst${encryptTo ? '.age' : ''}`;
    const name = `${await freeStem(home, takenAt)}${suffix}`;
    await rename(stored, join(home, name));
    await syncFolder(home);
    const { hostId, serviceId } = facts.key;
    const archive = await catalogue.put({
      format: 'ronda-archive/1',
      id: `a-${randomUUID()}`,
      host: { id: hostId, name: facts.hostName },
      service: serviceId,
      source: facts.source,
      takenAt: new Date(takenAt).toISOString(),
      reason: facts.reason,
      container: facts.container,
      owner: summary.root,
      file: name,
      fileBytes: size,
      fileSha256,
      bytes: summary.bytes,
      sha256: summary.sha256,
      entries: summary.entries,
      files: summary.files,
      verification: { state: ok ? 'verified' : 'failed', at: new Date(now()).toISOString(), steps },
    });
    await syncFolder(home);
    return archive;
  });
}

async function take(
  docker: Docker,
  { source, container }: ArchiveFacts,
  target: string,
  phase: 'copy' | 'safety-copy',
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<ArchiveSummary> {
  let doneBytes = 0;
  report({ phase, doneBytes });
  const onBytes = (count: number): void => {
    doneBytes += count;
    report({ phase, doneBytes });
  };
  try {
    return await takeArchive(
      docker,
      { containerId: container.id, folder: source.mountPath },
      target,
      onBytes,
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    const told = asWriteError(error, dirname(dirname(target)));
    if (told instanceof RondaError || isAbort(error)) throw told;
    const params = { path: source.mountPath, container: container.name, detail: dockerDetail(error) };
    throw new RondaError('archive.source-failed', params, { cause: error });
  }
}

/** The beginning of a name nobody has: two archives within one second get `-2`, `-3`, … */
async function freeStem(home: string, takenAt: number): Promise<string> {
  const names = await readdir(home);
  for (let turn = 1; turn < 1000; turn++) {
    const stem = turn === 1 ? stampOf(takenAt) : `${stampOf(takenAt)}-${turn}`;
    if (!names.some((name) => name.startsWith(`${stem}.`))) return stem;
  }
  throw new Error('no free name for this second');
}
