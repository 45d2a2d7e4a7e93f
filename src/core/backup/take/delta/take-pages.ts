import { rm } from 'node:fs/promises';
import { RondaError } from '../../../../shared/errors.ts';
import type { ProgressReport } from '../../../jobs/progress-meter.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { requireSpace } from '../../durable-files.ts';
import type { OpenStoredDeps } from '../../stored/open-stored.ts';
import { type Place, type Taken, withScript } from '../container-script.ts';
import type { Incoming } from '../keep-copy.ts';
import { takeFiles } from '../receive-export.ts';
import { keepInterrupted, layBase } from './delta-base.ts';
import { receivePages } from './receive-pages.ts';

type Deps = OpenStoredDeps & { readonly catalogue: Catalogue };

/**
 * Takes a copy over a far line: by a read transaction that is held in the container while the pages are sent that the
 * laptop does not have yet. What was put together and is not the snapshot after all is thrown away, and all of it
 * travels.
 * @throws RondaError as the raw way does
 */
export async function takePages(
  deps: Deps,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const {
    transferredBytes: spent,
    isWhole,
    ...taken
  } = await run(deps, place, incoming, true, enter, signal);
  if (isWhole) return { ...taken, transferredBytes: spent };
  await rm(incoming.file);
  const again = await run(deps, place, incoming, false, enter, signal);
  if (again.isWhole) return { ...taken, transferredBytes: spent + again.transferredBytes };
  const detail = 'what arrived is not what was sent';
  throw new RondaError('backup.source-failed', { container: place.container, detail });
}

async function run(
  deps: Deps,
  place: Place,
  incoming: Incoming,
  hasBase: boolean,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken & { readonly isWhole: boolean }> {
  // Beside the script, which starts and hashes its pages meanwhile.
  const laying = hasBase
    ? layBase(deps, place.key, incoming, { signal, report: enter })
    : Promise.resolve(null);
  laying.catch(() => undefined);
  const params = { mode: 'pages', hasBase, isApart: false } as const;
  try {
    return await withScript(place, params, incoming.folder, signal, async ({ exec, reader, start }) => {
      const laid = await laying;
      const { uid, gid, mode, pages, pageSize } = start;
      const base = laid !== null && pages !== null && laid.pageSize === pageSize ? laid : null;
      if (laid !== null && base === null) await rm(incoming.file);
      if (pages === null) return { ...(await takeFiles(reader, start, incoming, enter)), isWhole: true };
      const totalBytes = pages.count * pageSize;
      await requireSpace(incoming.folder, totalBytes - (base?.pages ?? 0) * pageSize);
      const known = Buffer.alloc(4);
      known.writeUInt32BE(base?.pages ?? 0);
      const list = base?.hashes ?? Buffer.alloc(0);
      if (hasBase) exec.write(Buffer.concat([known, list]));
      const report = (count: number): void =>
        enter({ phase: 'copy', doneBytes: count * pageSize, totalBytes });
      report(0);
      const { isWhole, wireBytes } = await receivePages(
        reader,
        { pageSize, pages },
        incoming.file,
        base?.hashes ?? null,
        report,
      );
      const transferredBytes = wireBytes + list.length;
      return { method: 'held-read-raw', owner: { uid, gid, mode }, transferredBytes, isWhole };
    });
  } catch (error) {
    // Nothing of ours may still be at work in the folder.
    const laid = await laying.catch(() => null);
    // What an earlier copy left is not lost to a writer that let nobody in this time.
    if (laid?.isInterrupted && error instanceof RondaError && error.code === 'backup.source-locked')
      await keepInterrupted(deps, incoming, { signal, report: enter });
    throw error;
  }
}
