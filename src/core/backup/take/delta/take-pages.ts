import { rm } from 'node:fs/promises';
import { RondaError } from '../../../../shared/errors.ts';
import type { ProgressReport } from '../../../jobs/progress-meter.ts';
import { requireSpace } from '../../durable-files.ts';
import { type Place, type Taken, withScript } from '../container-script.ts';
import type { Incoming } from '../keep-copy.ts';
import { takeFiles } from '../receive-export.ts';
import type { DeltaBase } from './delta-base.ts';
import { receivePages } from './receive-pages.ts';

/**
 * Takes a copy over a far line: by a read transaction that is held in the container while the pages are sent that the
 * laptop does not have yet. What was put together and is not the snapshot after all is thrown away, and all of it
 * travels.
 * @throws RondaError as the raw way does
 */
export async function takePages(
  laying: Promise<DeltaBase | null>,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const { transferredBytes: spent, isWhole, ...taken } = await run(laying, place, incoming, enter, signal);
  if (isWhole) return { ...taken, transferredBytes: spent };
  await rm(incoming.file);
  const again = await run(null, place, incoming, enter, signal);
  if (again.isWhole) return { ...taken, transferredBytes: spent + again.transferredBytes };
  const detail = 'what arrived is not what was sent';
  throw new RondaError('backup.source-failed', { container: place.container, detail });
}

async function run(
  laying: Promise<DeltaBase | null> | null,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken & { readonly isWhole: boolean }> {
  const hasBase = laying !== null;
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
  } finally {
    // Nothing of ours may still be at work in the folder.
    await laying?.catch(() => undefined);
  }
}
