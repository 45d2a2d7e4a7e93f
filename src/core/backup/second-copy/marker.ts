import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';

const name = 'ronda-second-copy.json';

/** What tells a plugged-in disk from the empty folder it is mounted on, and from another disk at the same place. */
const Marker = z.object({
  format: z.literal('ronda-second-copy/1'),
  id: z.string(),
  verifiedAt: z.number().int().nonnegative().nullable().default(null),
  damaged: z.array(z.string()).max(100).default([]),
});
export type Marker = z.infer<typeof Marker>;

/** @returns null when there is none: the disk is away */
export async function readMarker(folder: string): Promise<Marker | null> {
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EIO', 'ENXIO', 'ENODEV'].includes(systemCode(error))) return null;
    throw new RondaError('second-copy.unreadable', { folder, detail: plainDetail(error) }, { cause: error });
  }
  const parsed = Marker.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A cable that was pulled while it was written: no marker that anybody could go by.
    return null;
  }
};

export async function writeMarker(folder: string, marker: Marker): Promise<void> {
  await writeAtomically(join(folder, name), `${JSON.stringify(marker, null, 2)}\n`);
}

/** Makes a folder the second one. One that was it before keeps its marker. @throws RondaError `second-copy.unreadable` */
export async function markFolder(folder: string): Promise<Marker> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new RondaError('second-copy.unreadable', { folder, detail: 'no such folder' });
  const known = await readMarker(folder);
  if (known) return known;
  const marker: Marker = {
    format: 'ronda-second-copy/1',
    id: randomUUID(),
    verifiedAt: null,
    damaged: [],
  };
  try {
    await writeMarker(folder, marker);
  } catch (error) {
    throw new RondaError('second-copy.unreadable', { folder, detail: plainDetail(error) }, { cause: error });
  }
  return marker;
}
