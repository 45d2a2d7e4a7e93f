import { readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RondaError } from '../../../../shared/errors.ts';
import type { DatabaseKey } from '../../catalogue/backup-paths.ts';
import { soundBackupsOf } from '../../catalogue/backups-of.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isPlainFile } from '../../catalogue/scan-backup-folder.ts';
import { requireSpace } from '../../durable-files.ts';
import type { InspectionLimits } from '../../inspect/inspector.ts';
import { type OpenStoredDeps, openStored } from '../../stored/open-stored.ts';
import type { Incoming } from '../keep-copy.ts';

export interface DeltaBase {
  readonly pageSize: number;
  readonly pages: number;
  /** One hash a page, as the script takes them. */
  readonly hashes: Buffer;
}

/** What came before a link broke, beside the backups of its database: the next copy goes on from it. */
const interruptedName = '.interrupted.db';
const keptForMs = 7 * 24 * 3_600_000;

const interruptedOf = (incoming: Incoming): string => join(dirname(incoming.folder), interruptedName);

/** Keeps what has come of a copy whose link broke. Plain: only for backups that are stored so. */
export async function keepInterrupted(incoming: Incoming): Promise<void> {
  if (await isPlainFile(incoming.file)) await rename(incoming.file, interruptedOf(incoming));
}

/** Removes what a link left behind that never came back. */
export async function removeOldInterrupted(home: string, now: number): Promise<void> {
  const file = join(home, interruptedName);
  if ((await isPlainFile(file)) && now - (await stat(file)).mtimeMs > keptForMs) await rm(file);
}

/**
 * Lays what the laptop has of a database where the copy is to come in: what an interrupted one left, else the newest
 * sound backup, opened where it is packed. Null where there is nothing, or it cannot be opened: all of it travels then.
 */
export async function layBase(
  deps: OpenStoredDeps & { readonly catalogue: Catalogue },
  key: DatabaseKey,
  incoming: Incoming,
  limits: Omit<InspectionLimits, 'bytes'>,
): Promise<DeltaBase | null> {
  const interrupted = interruptedOf(incoming);
  if (!(await isPlainFile(interrupted))) return layNewest(deps, key, incoming, limits);
  await rename(interrupted, incoming.file);
  return listOf(deps, incoming.file, null, incoming, limits);
}

/** @param copyTo where the file's pages are to lie too; null: it lies there already */
async function listOf(
  { inspector }: OpenStoredDeps,
  file: string,
  copyTo: string | null,
  incoming: Incoming,
  limits: Omit<InspectionLimits, 'bytes'>,
): Promise<DeltaBase | null> {
  const list = join(incoming.folder, 'pages');
  const { size: bytes } = await stat(file);
  const { pageSize, pages } = await inspector.pages(file, list, copyTo, { ...limits, bytes });
  const hashes = await readFile(list);
  await rm(list);
  if (pages > 0) return { pageSize, pages, hashes };
  await rm(incoming.file, { force: true });
  return null;
}

/** What keeps a backup from being opened, and is no reason not to take another. */
const unusable = new Set([
  'backup.key-locked',
  'backup.key-missing',
  'backup.refused-damaged',
  'backup.file-missing',
  'backup.not-found',
  'backup.manifest-refused',
]);

async function layNewest(
  deps: OpenStoredDeps & { readonly catalogue: Catalogue },
  key: DatabaseKey,
  incoming: Incoming,
  limits: Omit<InspectionLimits, 'bytes'>,
): Promise<DeltaBase | null> {
  const [newest] = soundBackupsOf(await deps.catalogue.list(), key);
  if (!newest) return null;
  try {
    const located = await deps.catalogue.locate(newest.id);
    const opened = await openStored(deps, located, limits);
    try {
      if (opened.file !== located.path) {
        await rename(opened.file, incoming.file);
        return await listOf(deps, incoming.file, null, incoming, limits);
      }
      await requireSpace(incoming.folder, newest.bytes);
      return await listOf(deps, opened.file, incoming.file, incoming, limits);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof RondaError && unusable.has(error.code)) return null;
    throw error;
  }
}
