import { rm } from 'node:fs/promises';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Catalogue } from '../catalogue.ts';
import {
  type Place,
  refusalError,
  scriptSettings,
  startScript,
  streamError,
  type Taken,
} from '../container-script.ts';
import { requireSpace } from '../durable-files.ts';
import type { ContainerExec } from '../exec-stream.ts';
import type { Incoming } from '../keep-copy.ts';
import { openExport, takeFiles } from '../receive-export.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { layBase } from './delta-base.ts';
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
  { key, docker, containerId, container, path, host }: Place,
  incoming: Incoming,
  hasBase: boolean,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken & { readonly isWhole: boolean }> {
  // Beside the script, which starts and hashes its pages meanwhile.
  const laying = hasBase ? layBase(deps, key, incoming, { signal, report: enter }) : Promise.resolve(null);
  laying.catch(() => undefined);
  let exec: ContainerExec | null = null;
  let phase = 'snapshot';
  try {
    exec = await startScript(
      docker,
      containerId,
      { ...scriptSettings, path, mode: 'pages', hasBase, isApart: false },
      signal,
    );
    const { reader, start } = await openExport(exec.stdout);
    if ('refusal' in start) throw refusalError(start.refusal, path, container);
    const laid = await laying;
    const { uid, gid, mode, pages, pageSize } = start;
    const base = laid !== null && pages !== null && laid.pageSize === pageSize ? laid : null;
    if (laid !== null && base === null) await rm(incoming.file);
    phase = 'copy';
    if (pages === null) return { ...(await takeFiles(reader, start, incoming, enter)), isWhole: true };
    const totalBytes = pages.count * pageSize;
    await requireSpace(incoming.folder, totalBytes - (base?.pages ?? 0) * pageSize);
    const known = Buffer.alloc(4);
    known.writeUInt32BE(base?.pages ?? 0);
    const list = base?.hashes ?? Buffer.alloc(0);
    if (hasBase) exec.write(Buffer.concat([known, list]));
    enter({ phase, doneBytes: 0, totalBytes });
    const { isWhole, wireBytes } = await receivePages(
      reader,
      { pageSize, pages },
      incoming.file,
      base === null ? null : list,
      (count) => enter({ phase, doneBytes: count * pageSize, totalBytes }),
    );
    return {
      method: 'held-read-raw',
      owner: { uid, gid, mode },
      transferredBytes: wireBytes + list.length,
      isWhole,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    if (exec === null) throw error;
    throw await streamError(exec, error, { container, host, phase, folder: incoming.folder });
  } finally {
    exec?.close();
    // Nothing of ours may still be at work in the folder.
    await laying.catch(() => undefined);
  }
}
