import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { Id } from '../../../shared/domain/status.ts';
import { ImageIndex } from './image-index.ts';

/** A saved image's file, readable without Ronda: the index names every content by its sha256. */
export const SavedImageManifest = z.object({
  format: z.literal('ronda-saved-image/1'),
  id: Id,
  host: z.object({ id: Id, name: z.string() }),
  services: z.array(z.string()),
  savedAt: z.iso.datetime(),
  verification: z.object({
    state: z.enum(['verified', 'failed']),
    at: z.iso.datetime(),
    detail: z.string().max(2000),
  }),
  index: ImageIndex,
});
export type SavedImageManifest = z.infer<typeof SavedImageManifest>;

const maxBytes = 16 * 1024 * 1024;

/** The same id for the same release: saving it again renews it. */
export function savedImageId(hostId: string, reference: string, imageId: string): string {
  const hash = createHash('sha256').update(`${hostId}\n${reference}\n${imageId}`).digest('hex');
  return Id.parse(`i-${hash.slice(0, 20)}`);
}

/** Writes it whole or not at all, fsynced. */
export async function writeSavedImage(path: string, manifest: SavedImageManifest): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(manifest)}\n`, { mode: 0o600 });
}

/**
 * Reads a manifest that may come from anywhere.
 * @throws Error that says why it cannot be used
 */
export async function readSavedImage(path: string): Promise<SavedImageManifest> {
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
  const parsed = SavedImageManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join('.') || 'manifest'}: ${issue?.message ?? 'not valid'}`);
}
