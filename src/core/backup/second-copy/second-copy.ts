import { isAbsolute, relative, sep } from 'node:path';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { KeptBackupPlan } from '../../../shared/domain/backup-plan.ts';
import type { SecondCopyView } from '../../../shared/domain/second-copy.ts';
import { type ErrorShape, RondaError, toErrorShape } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { StatePublisher } from '../../state/published-state.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readManifest } from '../catalogue/manifest.ts';
import { scanBackupFolder } from '../catalogue/scan-backup-folder.ts';
import type { Inspector } from '../inspect/inspector.ts';
import { copyBackup, storedOf } from './copy-backup.ts';
import { markFolder, readMarker, writeMarker } from './marker.ts';
import { pruneSecond } from './prune-second.ts';

export type SecondCopyOperation = `second-copy.${'set' | 'status' | 'sync' | 'verify'}`;

export interface SecondCopyPorts {
  readonly catalogue: Catalogue;
  readonly inspector: Inspector;
  readonly publisher: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly isLeaseHolder: () => boolean;
  readonly backupFolder: () => string;
  /** The second folder as it is chosen now; null: none. */
  readonly folder: () => string | null;
  readonly setFolder: (folder: string | null) => Promise<void>;
  /** The keep rules of hosts: they hold there, too. */
  readonly plans: () => Promise<readonly KeptBackupPlan[]>;
}

export interface SecondCopy {
  readonly handlers: Handlers<SecondCopyOperation>;
  /** Copies what is due and verifies every week, until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
}

const lookEveryMs = 30_000;
const lookAgainMs = 10 * 60_000;
const verifyEveryMs = 7 * 86_400_000;

/** Whether a path is a folder or lies in it. */
function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/**
 * A second copy of every sound backup in another folder (a USB stick, a network drive), in the same layout: choosing
 * that folder as the backup folder makes a catalogue of it. A disk that is away is waited for; an empty folder where it
 * should be mounted gets nothing, for it lacks the marker.
 */
export function createSecondCopy(ports: SecondCopyPorts): SecondCopy {
  const { catalogue, inspector, publisher, clock, log } = ports;
  let error: ErrorShape | null = null;
  let shown = '';
  /** One at a time: a button and the round would copy the same file twice. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  async function survey(folder: string): Promise<{ held: Backup[]; due: Backup[] }> {
    const { backups } = await scanBackupFolder(folder);
    const held = backups.filter(({ missing }) => !missing);
    const ids = new Set(held.map(({ id }) => id));
    const due = (await catalogue.list()).filter(
      ({ id, verification, missing }) => verification === 'verified' && !missing && !ids.has(id),
    );
    return { held, due };
  }

  async function view(isWorking = false): Promise<SecondCopyView | null> {
    const folder = ports.folder();
    if (folder === null) return null;
    const marker = await readMarker(folder);
    const empty = { folder, held: 0, due: 0, verifiedAt: null, damaged: [], error: null };
    if (!marker) return { ...empty, state: 'absent' };
    const { held, due } = await survey(folder);
    const { verifiedAt, damaged } = marker;
    const isWell = error === null && damaged.length === 0;
    const state = isWorking ? 'working' : isWell ? 'current' : 'failed';
    return { folder, held: held.length, due: due.length, verifiedAt, damaged, error, state };
  }

  async function publish(isWorking = false): Promise<SecondCopyView | null> {
    const now = await view(isWorking);
    const text = JSON.stringify(now);
    if (text === shown) return now;
    shown = text;
    if (now) publisher.set('secondCopy', 'second-copy', now);
    else publisher.remove('secondCopy', 'second-copy');
    return now;
  }

  /** Copies all that is due. @throws RondaError of the first that could not be copied */
  async function sync(signal: AbortSignal): Promise<number> {
    const folder = ports.folder();
    if (folder === null || !(await readMarker(folder))) return 0;
    let copied = 0;
    try {
      const { due } = await survey(folder);
      // The newest first: the disk may be pulled at any moment.
      for (const { id, file } of due.sort((a, b) => b.takenAt - a.takenAt)) {
        signal.throwIfAborted();
        await publish(true);
        const { path, manifest } = await catalogue.locate(id);
        await copyBackup(inspector, { from: path, folder, relative: file, manifest }, signal);
        copied += 1;
        log.info('a backup was copied a second time', { backupId: id, folder });
      }
      if (copied > 0) await pruneSecond(folder, await ports.plans(), await catalogue.list(), log);
      error = null;
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      error = toErrorShape(thrown);
      throw thrown;
    } finally {
      await publish();
    }
    return copied;
  }

  /** Compares every file there with its checksum. */
  async function verify(signal: AbortSignal): Promise<string[]> {
    const folder = ports.folder();
    const marker = folder === null ? null : await readMarker(folder);
    if (folder === null || !marker) throw new RondaError('second-copy.absent', { folder: folder ?? '-' });
    const damaged: string[] = [];
    await publish(true);
    try {
      const { backups } = await scanBackupFolder(folder);
      for (const { file, missing } of backups) {
        signal.throwIfAborted();
        const path = resolveBackupFile(folder, file);
        const { bytes, sha256 } = storedOf(await readManifest(manifestName(path)));
        const found = missing ? null : await inspector.hash(path, { signal, bytes });
        if (found?.sha256 !== sha256) damaged.push(file);
      }
      await writeMarker(folder, { ...marker, verifiedAt: clock.now(), damaged: damaged.slice(0, 100) });
    } finally {
      await publish();
    }
    if (damaged.length > 0) log.warn('second copies are damaged', { folder, damaged });
    return damaged;
  }

  const isVerifyDue = async (): Promise<boolean> => {
    const folder = ports.folder();
    const marker = folder === null ? null : await readMarker(folder);
    return marker !== null && clock.now() - (marker.verifiedAt ?? 0) >= verifyEveryMs;
  };

  /** What the last round saw: a stick is not read through every half minute for nothing. */
  let seen = '';
  let seenAt = 0;
  async function round(signal: AbortSignal): Promise<void> {
    const folder = ports.folder();
    if (!ports.isLeaseHolder() || folder === null) return;
    const marker = await readMarker(folder);
    const ids = (await catalogue.list()).map(({ id, missing }) => `${id}${missing}`);
    const now = `${folder} ${marker?.id} ${ids.join(' ')}`;
    if (now === seen && error === null && clock.now() - seenAt < lookAgainMs) return;
    seen = now;
    seenAt = clock.now();
    await sync(signal);
    if (await isVerifyDue()) await verify(signal);
    await publish();
  }

  return {
    handlers: {
      'second-copy.set': ({ folder }) =>
        inTurn(async () => {
          if (folder !== null) {
            if (contains(ports.backupFolder(), folder) || contains(folder, ports.backupFolder()))
              throw new RondaError('second-copy.same-folder', { folder });
            await markFolder(folder);
          }
          error = null;
          await ports.setFolder(folder);
          return { view: await publish() };
        }),
      'second-copy.status': async () => ({ view: await publish() }),
      'second-copy.sync': (_input, { signal }) =>
        inTurn(async () => {
          const now = await view();
          if (!now || now.state === 'absent')
            throw new RondaError('second-copy.absent', { folder: now?.folder ?? '-' });
          return { copied: await sync(signal), view: await publish() };
        }),
      'second-copy.verify': (_input, { signal }) =>
        inTurn(async () => ({ damaged: await verify(signal), view: await publish() })),
    },
    async run(signal) {
      while (!signal.aborted) {
        await inTurn(() => round(signal)).catch((thrown) => {
          if (!signal.aborted) log.warn('the second copy could not be made', { error: thrown });
        });
        await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      }
      await turn;
    },
  };
}
