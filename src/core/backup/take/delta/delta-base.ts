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
  /** It is what an earlier copy left, and not the newest backup. */
  readonly isInterrupted: boolean;
}

/** What came before a link broke, beside the backups of its database: the next copy goes on from it. */
const interruptedName = '.interrupted.db';
const keptForMs = 7 * 24 * 3_600_000;

type Limits = Omit<InspectionLimits, 'bytes'>;
type Deps = OpenStoredDeps & { readonly catalogue: Catalogue };

const interruptedOf = (incoming: Incoming): string => join(dirname(incoming.folder), interruptedName);

/** Keeps what has come of a copy whose link broke, encrypted where backups are. */
export async function keepInterrupted(
  { inspector, keys }: OpenStoredDeps,
  incoming: Incoming,
  limits: Limits,
): Promise<void> {
  if (!(await isPlainFile(incoming.file))) return;
  const { encryptTo } = await keys.forNew();
  if (encryptTo === null) return rename(incoming.file, interruptedOf(incoming));
  const { size: bytes } = await stat(incoming.file);
  const packed = `${incoming.file}.age`;
  await requireSpace(incoming.folder, bytes);
  await inspector.pack(incoming.file, packed, { compress: false, encryptTo }, { ...limits, bytes });
  await rename(packed, `${interruptedOf(incoming)}.age`);
}

/** What was left is older than the newest backup once there is one. */
export async function dropInterrupted(incoming: Incoming): Promise<void> {
  for (const suffix of ['', '.age']) await rm(interruptedOf(incoming) + suffix, { force: true });
}

/** Removes what a link left behind that never came back. */
export async function removeOldInterrupted(home: string, now: number): Promise<void> {
  for (const suffix of ['', '.age']) {
    const file = join(home, interruptedName + suffix);
    if ((await isPlainFile(file)) && now - (await stat(file)).mtimeMs > keptForMs) await rm(file);
  }
}

/**
 * Lays what the laptop has of a database where the copy is to come in: what an interrupted one left, else the newest
 * sound backup, opened where it is packed. Null where there is nothing, or it cannot be opened: all of it travels then.
 */
export async function layBase(
  deps: Deps,
  key: DatabaseKey,
  incoming: Incoming,
  limits: Limits,
): Promise<DeltaBase | null> {
  const isInterrupted = await layInterrupted(deps, incoming, limits);
  if (!isInterrupted) return layNewest(deps, key, incoming, limits);
  const base = await listOf(deps, incoming.file, null, incoming, limits);
  return base && { ...base, isInterrupted };
}

/** @returns false when there is none, or none that opens; one that is damaged is gone then */
async function layInterrupted(deps: Deps, incoming: Incoming, limits: Limits): Promise<boolean> {
  const plain = interruptedOf(incoming);
  if (await isPlainFile(plain)) {
    await rename(plain, incoming.file);
    return true;
  }
  const packed = `${plain}.age`;
  if (!(await isPlainFile(packed))) return false;
  try {
    const decryptWith = await deps.keys.forOpening();
    // Encrypted it is a little longer than plain.
    const { size: bytes } = await stat(packed);
    await requireSpace(incoming.folder, bytes);
    const how = { isCompressed: false, decryptWith, maxBytes: bytes };
    const { problem } = await deps.inspector.unpack(packed, incoming.file, how, { ...limits, bytes });
    if (problem === 'no-key') return false;
    await rm(packed);
    if (problem === '') return true;
    await rm(incoming.file, { force: true });
    return false;
  } catch (error) {
    if (error instanceof RondaError && unusable.has(error.code)) return false;
    throw error;
  }
}

/** @param copyTo where the file's pages are to lie too; null: it lies there already */
async function listOf(
  { inspector }: OpenStoredDeps,
  file: string,
  copyTo: string | null,
  incoming: Incoming,
  limits: Limits,
): Promise<DeltaBase | null> {
  const list = join(incoming.folder, 'pages');
  const { size: bytes } = await stat(file);
  const { pageSize, pages } = await inspector.pages(file, list, copyTo, { ...limits, bytes });
  const hashes = await readFile(list);
  await rm(list);
  if (pages > 0) return { pageSize, pages, hashes, isInterrupted: false };
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
  deps: Deps,
  key: DatabaseKey,
  incoming: Incoming,
  limits: Limits,
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
