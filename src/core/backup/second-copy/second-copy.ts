import { isAbsolute, relative, sep } from 'node:path';
import type { KeptBackupPlan } from '../../../shared/domain/backup-plan.ts';
import type { SecondCopyKind, SecondCopyView } from '../../../shared/domain/second-copy.ts';
import { Id } from '../../../shared/domain/status.ts';
import { type ErrorShape, RondaError, toErrorShape } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { StatePublisher } from '../../state/published-state.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { removeHalfCopies } from './copy-checked.ts';
import { markFolder, readMarker, writeMarker } from './marker.ts';
import { pruneSecond } from './prune-second.ts';
import { manualsFolder } from './second-home-files.ts';
import type { SecondItem, SecondKind } from './second-kind.ts';
import { type TakeOverPorts, takeOver } from './take-over.ts';

export type SecondCopyOperation = `second-copy.${'set' | 'status' | 'sync' | 'verify' | 'take-over'}`;

export interface SecondCopyPorts extends TakeOverPorts {
  /** Whose backups are not pruned there: they would be copied again. */
  readonly catalogue: Pick<Catalogue, 'list'>;
  /** All that is copied. */
  readonly kinds: readonly SecondKind[];
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
const mostNamed = 100;
const verifyEveryMs = 7 * 86_400_000;

/** What the next thing would meet, too. */
const isOfDisk = (error: unknown): boolean =>
  error instanceof RondaError &&
  /^(second-copy\.absent|backup\.no-space|backup\.write-failed)$/.test(error.code);

/** Whether a path is a folder or lies in it. */
function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/**
 * A second copy of everything that a rebuild needs in another folder (a USB stick, a network drive), in the same layout: choosing
 * that folder as the backup folder makes a catalogue of it. A disk that is away is waited for; an empty folder where it
 * should be mounted gets nothing, for it lacks the marker.
 */
export function createSecondCopy(ports: SecondCopyPorts): SecondCopy {
  const { kinds, publisher, clock, log } = ports;
  let error: ErrorShape | null = null;
  /** Why it could not be verified, where that is so. */
  let unverified: ErrorShape | null = null;
  let shown = '';
  /** What the last round saw: a stick is not read through every half minute for nothing. */
  let seen = '';
  let seenAt = 0;
  /** One at a time: a button and the round would copy the same file twice. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  interface Counts {
    readonly kind: SecondCopyKind;
    held: number;
    due: number;
  }

  async function survey(
    folder: string,
    damaged: ReadonlySet<string>,
  ): Promise<{ counts: Counts[]; due: [Counts, SecondItem][] }> {
    const counts: Counts[] = [];
    const due: [Counts, SecondItem][] = [];
    for (const kind of kinds) {
      const held = await kind.held(folder, damaged);
      const missing = (await kind.local()).filter(({ key }) => !held.has(key));
      const count = { kind: kind.kind, held: held.size, due: missing.length };
      counts.push(count);
      due.push(...missing.map((item): [Counts, SecondItem] => [count, item]));
    }
    // The newest first: the disk may be pulled at any moment. Before all the vault, without which the rest is locked.
    const rank = ([{ kind }, { at }]: [Counts, SecondItem]): number =>
      kind === 'vault' ? Number.POSITIVE_INFINITY : at;
    return { counts, due: due.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a))) };
  }

  async function view(working?: readonly Counts[]): Promise<SecondCopyView | null> {
    const folder = ports.folder();
    if (folder === null) return null;
    const marker = await readMarker(folder);
    const nothing = { folder, held: 0, due: 0, kinds: [], verifiedAt: null, damaged: [], error: null };
    if (!marker) return { ...nothing, state: 'absent' };
    const counts = working ?? (await survey(folder, new Set(marker.damaged))).counts;
    const sum = (what: 'held' | 'due'): number => counts.reduce((total, each) => total + each[what], 0);
    const { verifiedAt, damaged } = marker;
    const isWell = error === null && unverified === null && damaged.length === 0;
    return {
      folder,
      held: sum('held'),
      due: sum('due'),
      kinds: counts.filter(({ held, due }) => held + due > 0).map((each) => ({ ...each })),
      verifiedAt,
      damaged,
      error: error ?? unverified,
      state: working ? 'working' : isWell ? 'current' : 'failed',
    };
  }

  async function publish(working?: readonly Counts[]): Promise<SecondCopyView | null> {
    const now = await view(working);
    const text = JSON.stringify(now);
    if (text === shown) return now;
    shown = text;
    if (now) publisher.set('secondCopy', 'second-copy', now);
    else publisher.remove('secondCopy', 'second-copy');
    return now;
  }

  /**
   * Copies all that is due, also past one that cannot be copied, and anew what is known to be damaged there.
   * @throws RondaError of the first that could not
   */
  async function sync(signal: AbortSignal): Promise<number> {
    const folder = ports.folder();
    const marker = folder === null ? null : await readMarker(folder);
    if (folder === null || !marker) return 0;
    const damaged = new Set(marker.damaged);
    let copied = 0;
    let first: unknown = null;
    try {
      await removeHalfCopies(folder, (name) => name === manualsFolder || Id.safeParse(name).success);
      const { counts, due } = await survey(folder, damaged);
      for (const [count, { name, copy }] of due) {
        signal.throwIfAborted();
        await publish(counts);
        try {
          const sound = await copy(folder, signal, damaged);
          if (sound.filter((file) => damaged.delete(file)).length > 0)
            await writeMarker(folder, { ...marker, damaged: [...damaged] });
        } catch (thrown) {
          if (signal.aborted || isOfDisk(thrown) || !(await readMarker(folder))) throw thrown;
          // Being written this moment: the next round has it.
          if (thrown instanceof RondaError && thrown.code === 'state.lease-held') continue;
          log.warn('something could not be copied a second time', { name, error: thrown });
          first ??= thrown;
          continue;
        }
        copied += 1;
        count.held += 1;
        count.due -= 1;
        log.info('something was copied a second time', { kind: count.kind, name, folder });
      }
      if (copied > 0) await pruneSecond(folder, await ports.plans(), await ports.catalogue.list(), log);
      if (first !== null) throw first;
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

  /** Compares everything there with its checksum. */
  async function verify(signal: AbortSignal): Promise<string[]> {
    const folder = ports.folder();
    const marker = folder === null ? null : await readMarker(folder);
    if (folder === null || !marker) throw new RondaError('second-copy.absent', { folder: folder ?? '-' });
    const damaged: string[] = [];
    await publish((await survey(folder, new Set(marker.damaged))).counts);
    try {
      for (const kind of kinds) damaged.push(...(await kind.verify(folder, signal)));
      // Pulled meanwhile: what could not be read then says nothing, and nothing is written where it was mounted.
      if (!(await readMarker(folder))) throw new RondaError('second-copy.absent', { folder });
      const named = damaged.slice(0, mostNamed);
      // Where more are damaged than are named it is due again as soon as those are mended.
      const verifiedAt = damaged.length > named.length ? null : clock.now();
      await writeMarker(folder, { ...marker, verifiedAt, damaged: named });
      unverified = null;
    } catch (thrown) {
      if (!signal.aborted && !isOfDisk(thrown)) unverified = toErrorShape(thrown);
      throw thrown;
    } finally {
      await publish();
    }
    if (damaged.length > 0) {
      log.warn('second copies are damaged', { folder, damaged });
      // The next round replaces them, where the originals are sound.
      seen = '';
    }
    return damaged;
  }

  const isVerifyDue = async (): Promise<boolean> => {
    const folder = ports.folder();
    const marker = folder === null ? null : await readMarker(folder);
    return marker !== null && clock.now() - (marker.verifiedAt ?? 0) >= verifyEveryMs;
  };

  async function round(signal: AbortSignal): Promise<void> {
    const folder = ports.folder();
    if (!ports.isLeaseHolder() || folder === null) return;
    const marker = await readMarker(folder);
    // A stick that is away gets nothing: what there is for it need not be read every half minute.
    const local = marker ? (await Promise.all(kinds.map((kind) => kind.local()))).flat() : [];
    const now = `${folder} ${marker?.id} ${local.map(({ key }) => key).join('\n')}`;
    // An original that went bad does not mend by itself: the stick is not written full of it every half minute.
    const isTold = error === null || error.code === 'second-copy.differs';
    if (now === seen && isTold && clock.now() - seenAt < lookAgainMs) return;
    seen = now;
    seenAt = clock.now();
    try {
      await sync(signal);
    } finally {
      // One that cannot be copied is no reason to leave the others unread.
      if (!signal.aborted && (await isVerifyDue())) await verify(signal);
    }
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
          unverified = null;
          await ports.setFolder(folder);
          return { view: await publish() };
        }),
      'second-copy.status': async () => ({ view: await publish() }),
      'second-copy.sync': (_input, { signal }) =>
        inTurn(async () => {
          const folder = ports.folder();
          if (folder === null || !(await readMarker(folder)))
            throw new RondaError('second-copy.absent', { folder: folder ?? '-' });
          return { copied: await sync(signal), view: await publish() };
        }),
      'second-copy.take-over': ({ folder }) =>
        inTurn(async () => {
          const taken = await takeOver(ports, folder);
          await publish();
          return taken;
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
