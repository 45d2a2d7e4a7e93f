import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Backup, BackupManifest } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { isBackupFileName, manifestName } from './backup-paths.ts';

/** Far more than a manifest with thousands of tables needs. */
const maxBytes = 4 * 1024 * 1024;

/** Writes a manifest whole or not at all, fsynced. */
export async function writeManifest(path: string, manifest: BackupManifest): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
}

/**
 * Reads a manifest that may come from anywhere. It may name one file only: the one beside it that shares its name.
 * @throws RondaError `backup.manifest-refused`
 */
export async function readManifest(path: string): Promise<BackupManifest> {
  const refuse = (problem: string): RondaError =>
    new RondaError('backup.manifest-refused', { file: basename(path), problem });
  let text: string;
  try {
    // A link could lead anywhere, and a pipe would never end.
    const handle = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw refuse('not a file');
      if (stat.size > maxBytes) throw refuse('too large');
      text = await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof RondaError ? error : refuse(plainDetail(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('not JSON');
  }
  const parsed = BackupManifest.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`${issue?.path.join('.') || 'manifest'}: ${issue?.message ?? 'not valid'}`);
  }
  const { file } = parsed.data;
  if (!isBackupFileName(file))
    throw refuse(`file: ${JSON.stringify(file.slice(0, 80))} is no name of a backup`);
  if (manifestName(file) !== basename(path)) throw refuse('file: names another file than its own');
  return parsed.data;
}

/** The catalogue's line for a manifest. */
export function backupOf(manifest: BackupManifest, folder: string, missing: boolean): Backup {
  const { verification } = manifest;
  const at = (text: string): number => Date.parse(text);
  return {
    id: manifest.id,
    hostId: manifest.host.id,
    hostName: manifest.host.name,
    serviceId: manifest.service,
    databaseId: manifest.database,
    sourcePath: manifest.sourcePath,
    takenAt: at(manifest.takenAt),
    verification: verification.state,
    verifiedAt: verification.state === 'verified' ? at(verification.at) : null,
    steps: verification.steps,
    restoreTestedAt: manifest.restoreTestedAt === null ? null : at(manifest.restoreTestedAt),
    restoreTest: manifest.restoreTest && { ...manifest.restoreTest, at: at(manifest.restoreTest.at) },
    reason: manifest.reason,
    method: manifest.method,
    bytes: manifest.bytes,
    sha256: manifest.sha256,
    storedBytes: manifest.stored?.bytes ?? null,
    transferredBytes: manifest.transferredBytes,
    rowCounts: manifest.rowCounts,
    file: `${folder}/${manifest.file}`,
    missing,
  };
}
