import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Backup, BackupManifest, BackupMethod } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { type DatabaseKey, databaseFolder, stampOf } from '../catalogue/backup-paths.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { databaseFolders, isPlainFile } from '../catalogue/scan-backup-folder.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { asWriteError, requireSpace, syncFile, syncFolder } from '../durable-files.ts';
import type { InspectionLimits, Inspector } from '../inspect/inspector.ts';
import type { BackupKeys, StoringChoice } from '../stored/backup-keys.ts';
import { removeLeftOpened } from '../stored/open-stored.ts';
import { isPlain, suffixOf } from '../stored/stored-form.ts';
import { removeOldInterrupted } from './delta/delta-base.ts';

const partialPrefix = '.partial-';

/** Where a copy comes in before it has proved itself: invisible to the catalogue, removed whatever happens. */
export interface Incoming {
  /** The database's file; its `-wal` and `-journal` lie beside it under their usual names. */
  readonly file: string;
  readonly folder: string;
}

/**
 * Runs work with a folder for an incoming copy in the database's own folder (one disk, so that a rename suffices).
 * Call it under the database's lock: what an earlier, killed run left there is removed first.
 */
export async function withIncoming<T>(
  backupFolder: string,
  key: DatabaseKey,
  work: (incoming: Incoming) => Promise<T>,
): Promise<T> {
  const home = join(backupFolder, ...databaseFolder(key).split('/'));
  const folder = join(home, `${partialPrefix}${randomUUID()}`);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    for (const name of await partialsIn(home)) await rm(join(home, name), { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    return await work({ file: join(folder, 'copy.db'), folder });
  } catch (error) {
    throw asWriteError(error, home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const partialsIn = async (home: string): Promise<string[]> =>
  (await readdir(home)).filter((name) => name.startsWith(partialPrefix));

/**
 * Removes the half copies, with residents' data in them, that killed runs left. A database that is being copied
 * right now, by this console or another on the same home, is passed over.
 */
export async function removeLeftCopies(
  backupFolder: string,
  locks: DatabaseLocks,
  now: number,
): Promise<void> {
  for await (const [hostId, serviceId, databaseId] of databaseFolders(backupFolder)) {
    const home = join(backupFolder, hostId, serviceId, databaseId);
    await removeLeftOpened(home);
    await removeOldInterrupted(home, now);
    if ((await partialsIn(home)).length === 0) continue;
    const remove = async (): Promise<void> => {
      for (const name of await partialsIn(home)) await rm(join(home, name), { recursive: true, force: true });
    };
    await locks.hold({ hostId, serviceId, databaseId }, remove).catch((error: unknown) => {
      if (!(error instanceof RondaError && error.code === 'state.lease-held')) throw error;
    });
  }
}

export interface CopyFacts {
  readonly key: DatabaseKey;
  readonly hostName: string;
  readonly sourcePath: string;
  readonly takenAt: number;
  readonly reason: BackupManifest['reason'];
  readonly method: BackupMethod;
  readonly container: BackupManifest['container'];
  readonly owner: BackupManifest['owner'];
  /** Over the line; null where nothing came over one. */
  readonly transferredBytes: number | null;
}

/**
 * Makes a backup of what came in: one file without side files, on the disk for certain, verified, packed as the
 * settings say, under its final name, listed. A copy that fails a step is kept as `.unverified.db` and listed as failed: it is not a backup.
 */
export async function keepCopy(
  deps: {
    readonly inspector: Inspector;
    readonly keys: BackupKeys;
    readonly catalogue: Catalogue;
    readonly now: () => number;
    readonly backupFolder: string;
  },
  incoming: Incoming,
  facts: CopyFacts,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Backup> {
  const { inspector, catalogue, backupFolder, now } = deps;
  const choice = await deps.keys.forNew();
  const limits = { signal, report, bytes: (await stat(incoming.file)).size };
  report({ phase: 'replay' });
  const replayed = await inspector.replay(incoming.file, limits);
  await syncFile(incoming.file);
  const verified = await inspector.verify(
    incoming.file,
    { sha256: replayed.sha256, rowCounts: null },
    limits,
  );
  const steps = verified.steps.map((step) =>
    step.step === 'integrity' && replayed.problem !== ''
      ? { ...step, ok: false, detail: `${replayed.problem}; ${step.detail}` }
      : step,
  );
  const ok = steps.every((step) => step.ok);

  const packed = await packCopy(
    inspector,
    incoming.file,
    ok ? choice : { ...choice, compress: false },
    limits,
  );

  // The last moment at which a cancel leaves nothing: from here on it is seconds, and the copy is whole.
  signal.throwIfAborted();
  const relative = databaseFolder(facts.key);
  const home = join(backupFolder, ...relative.split('/'));
  const stem = await freeStem(home, facts.takenAt);
  const file = `${stem}${ok ? '.db' : '.unverified.db'}${packed.suffix}`;
  if (!ok)
    await keepSideFiles(deps.inspector, incoming.file, join(home, `${stem}.unverified.db`), choice, limits);
  await rename(packed.file, join(home, file));
  await syncFolder(home);
  const { hostId, serviceId, databaseId } = facts.key;
  const backup = await catalogue.put(
    {
      format: 'ronda-backup/1',
      id: `b-${randomUUID()}`,
      host: { id: hostId, name: facts.hostName },
      service: serviceId,
      database: databaseId,
      sourcePath: facts.sourcePath,
      takenAt: new Date(facts.takenAt).toISOString(),
      reason: facts.reason,
      method: facts.method,
      container: facts.container,
      owner: facts.owner,
      file,
      bytes: verified.bytes,
      sha256: replayed.sha256,
      stored: packed.stored,
      transferredBytes: facts.transferredBytes,
      sqliteVersion: verified.sqliteVersion,
      userVersion: verified.userVersion,
      applicationId: verified.applicationId,
      rowCounts: verified.rowCounts,
      verification: { state: ok ? 'verified' : 'failed', at: new Date(now()).toISOString(), steps },
      restoreTestedAt: null,
      restoreTest: null,
    },
    relative,
  );
  await syncFolder(home);
  return backup;
}

/** The copy in the form it is stored in, on the disk for certain. */
async function packCopy(
  inspector: Inspector,
  file: string,
  choice: StoringChoice,
  limits: InspectionLimits,
): Promise<{ file: string; suffix: string; stored: BackupManifest['stored'] }> {
  const form = { isCompressed: choice.compress, isEncrypted: choice.encryptTo !== null };
  if (isPlain(form)) return { file, suffix: '', stored: null };
  const to = `${file}.packed`;
  await requireSpace(dirname(file), limits.bytes);
  const stored = await inspector.pack(file, to, choice, limits);
  await syncFile(to);
  return { file: to, suffix: suffixOf(form), stored };
}

/** The beginning of a name nobody has: two copies within one second get `-2`, `-3`, … */
async function freeStem(home: string, takenAt: number): Promise<string> {
  const names = await readdir(home);
  for (let turn = 1; turn < 1000; turn++) {
    const stem = turn === 1 ? stampOf(takenAt) : `${stampOf(takenAt)}-${turn}`;
    if (!names.some((name) => name.startsWith(`${stem}.`))) return stem;
  }
  throw new Error('no free name for this second');
}

/** What could not be replayed may hold the rows a person wants to rescue: kept, as secret as the copy itself. */
async function keepSideFiles(
  inspector: Inspector,
  from: string,
  to: string,
  { encryptTo }: StoringChoice,
  limits: InspectionLimits,
): Promise<void> {
  for (const side of ['-wal', '-journal']) {
    if (!(await isPlainFile(from + side))) continue;
    const { file, suffix } = await packCopy(inspector, from + side, { compress: false, encryptTo }, limits);
    await rename(file, to + side + suffix);
  }
}
