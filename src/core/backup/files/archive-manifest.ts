import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Archive, ArchiveManifest } from '../../../shared/domain/archive.ts';
import { archiveManifestName, isArchiveFileName } from './archive-paths.ts';

const maxBytes = 256 * 1024;

/** Writes a manifest whole or not at all, fsynced. */
export async function writeArchiveManifest(path: string, manifest: ArchiveManifest): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
}

/**
 * Reads a manifest that may come from anywhere. It may name one file only: the one beside it that shares its name.
 * @throws Error that says why it cannot be used
 */
export async function readArchiveManifest(path: string): Promise<ArchiveManifest> {
  // A link could lead anywhere, and a pipe would never end.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags);
  let text: string;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error('not a file');
    if (stat.size > maxBytes) throw new Error('too large');
    text = await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('not JSON');
  }
  const parsed = ArchiveManifest.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'manifest'}: ${issue?.message ?? 'not valid'}`);
  }
  const { file } = parsed.data;
  if (!isArchiveFileName(file)) throw new Error('file: no name of an archive');
  if (archiveManifestName(file) !== basename(path)) throw new Error('file: names another file than its own');
  return parsed.data;
}

/** The line of the list for a manifest that lies in `folder`, relative to the backup folder. */
export function archiveOf(manifest: ArchiveManifest, folder: string, missing: boolean): Archive {
  const { id, host, service, source, reason, verification, fileBytes, bytes, entries, files } = manifest;
  return {
    id,
    hostId: host.id,
    hostName: host.name,
    serviceId: service,
    sourceId: source.id,
    kind: source.kind,
    name: source.name,
    mountPath: source.mountPath,
    takenAt: Date.parse(manifest.takenAt),
    reason,
    verification: verification.state,
    checkedAt: Date.parse(verification.at),
    steps: verification.steps,
    fileBytes,
    bytes,
    entries,
    files,
    file: `${folder}/${manifest.file}`,
    missing,
  };
}
