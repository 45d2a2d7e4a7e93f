import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BackupManifest } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import { asWriteError, requireSpace } from '../durable-files.ts';
import type { InspectionLimits, Inspector } from '../inspect/inspector.ts';
import type { BackupKeys } from './backup-keys.ts';
import { formOf, isPlain } from './stored-form.ts';

export interface OpenedBackup {
  /** The plain database file. It may be the backup itself: read it only. */
  readonly file: string;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

export interface OpenStoredDeps {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
}

const prefix = '.opened-';

/**
 * The plain file of a backup: itself, or unpacked beside it for as long as it is open, readable for its owner only.
 * @throws RondaError `backup.key-locked`, `backup.key-missing`, `backup.no-space`, or `backup.refused-damaged` with the
 * step `unpack` when the file is not what was stored
 */
export async function openStored(
  { inspector, keys }: OpenStoredDeps,
  { path, manifest }: { readonly path: string; readonly manifest: Pick<BackupManifest, 'bytes'> },
  limits: Omit<InspectionLimits, 'bytes'>,
): Promise<OpenedBackup> {
  const form = formOf(path);
  if (isPlain(form)) return { file: path, close: async () => undefined };
  const decryptWith = form.isEncrypted ? await keys.forOpening() : null;
  const home = dirname(path);
  const folder = join(home, `${prefix}${process.pid}-${randomUUID()}`);
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(folder, { mode: 0o700 });
    await requireSpace(folder, manifest.bytes);
    const file = join(folder, 'copy.db');
    const { problem, bytes } = await inspector.unpack(
      path,
      file,
      { isCompressed: form.isCompressed, decryptWith, maxBytes: manifest.bytes },
      { ...limits, bytes: manifest.bytes },
    );
    if (problem === 'no-key') throw new RondaError('backup.key-missing', { file: basename(path) });
    if (problem !== '' || bytes !== manifest.bytes) {
      const detail = problem || `${bytes} bytes, expected ${manifest.bytes}`;
      throw new RondaError('backup.refused-damaged', { step: 'unpack', detail });
    }
    return { file, close };
  } catch (error) {
    await close();
    throw asWriteError(error, home);
  }
}

/** Removes what killed processes had unpacked in a database's folder: residents' data in the clear. */
export async function removeLeftOpened(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(new RegExp(`^\\${prefix}(\\d+)-`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(home, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's, which lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
