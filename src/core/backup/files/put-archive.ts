import { basename } from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { RestoreHelper } from '../restore/restore-helper.ts';
import type { ArchiveSummary } from './inspect-archive.ts';
import { inspectArchive } from './inspect-archive.ts';
import { openArchive } from './take-archive.ts';

/**
 * `$1` is the folder, `$2` the restore's id. What stood there lies in `.ronda-old-<id>` of the same volume until
 * `commit`. The mark `.done` (owner and mode of the folder) says that all is aside: only then is the rest of the folder new, and `undo` may
 * remove it. `undo` takes the mark away before it moves anything back, so that it can be run again wherever it stopped.
 */
const names = 'cd "$1"; old=.ronda-old-$2';
const eachEntry = (then: string): string =>
  `for name in * .[!.]* ..?*; do
  case $name in "$old"|"$old".*) continue;; esac
  if [ -e "./$name" ] || [ -L "./$name" ]; then ${then}; fi
done`;
const moveAside = `set -e; ${names}; mkdir -p "$old"
${eachEntry('mv "./$name" "$old/"')}
stat -c '%u:%g %a' . > "$old.part"; mv "$old.part" "$old.done"; sync`;
const setRoot = 'set -e; chown "$3" "$1"; chmod "$4" "$1"; sync';
const undoScript = `set -e; ${names}
if [ -e "$old.done" ]; then
${eachEntry('rm -rf "./$name"')}
  read -r owner mode < "$old.done"; chown "$owner" .; chmod "$mode" .
  rm -f "$old.done"; sync
fi
if [ -d "$old" ]; then
  for name in "$old"/* "$old"/.[!.]* "$old"/..?*; do
    if [ -e "$name" ] || [ -L "$name" ]; then mv "$name" ./; fi
  done
  rmdir "$old"
fi
rm -f "$old.part"; sync`;
const commitScript = `set -e; ${names}; rm -f "./$old.done"; rm -rf "./$old"; sync`;

/**
 * Reads an archive whole, before anything on a server is touched.
 * @throws RondaError `archive.damaged`, `archive.hostile`
 */
export async function checkArchive(
  path: string,
  sha256: string,
  signal: AbortSignal,
  onBytes?: (count: number) => void,
): Promise<ArchiveSummary> {
  const file = basename(path);
  let summary: ArchiveSummary;
  try {
    summary = await inspectArchive(openArchive(path), signal, onBytes);
  } catch (error) {
    signal.throwIfAborted();
    throw new RondaError('archive.damaged', { file, detail: plainDetail(error) }, { cause: error });
  }
  if (summary.sha256 !== sha256) {
    throw new RondaError('archive.damaged', { file, detail: 'its sha256 is another one' });
  }
  if (summary.problems.length > 0) {
    throw new RondaError('archive.hostile', { file, detail: plainDetail(summary.problems.join('; ')) });
  }
  return summary;
}

/**
 * Replaces what is in the helper's folder (its `path`) by the archive's content. Every service that uses the volume
 * must be stopped. On failure the old content is back before this throws; after success it lies aside until
 * `commitArchive` or `undoArchive`.
 * @throws RondaError `archive.damaged`, `archive.hostile` (nothing was touched then), `backup.helper-failed`
 */
export async function putArchive(
  helper: RestoreHelper,
  folder: string,
  archive: { readonly path: string; readonly sha256: string },
  signal: AbortSignal,
): Promise<ArchiveSummary> {
  const summary = await checkArchive(archive.path, archive.sha256, signal);
  await putChecked(helper, folder, { path: archive.path, root: summary.root }, () => undefined, signal);
  return summary;
}

/**
 * `putArchive` for one that `checkArchive` has just read: while the services stand still it is not read twice.
 * @param onBytes hears the tar's uncompressed bytes as they go
 */
export async function putChecked(
  helper: RestoreHelper,
  folder: string,
  archive: { readonly path: string; readonly root: ArchiveSummary['root'] },
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await helper.run('aside', moveAside);
    await helper.uploadTar(counted(openArchive(archive.path), onBytes), folder, signal);
    if (archive.root) {
      const { uid, gid, mode } = archive.root;
      // The helper hands the folder and the restore's id in first: these are `$3` and `$4`.
      await helper.run('owner', setRoot, [`${uid}:${gid}`, mode.toString(8)]);
    }
  } catch (error) {
    await undoArchive(helper);
    throw error;
  }
}

/** The same bytes, told as they pass; either end's failure ends both. */
function counted(tar: Readable, onBytes: (count: number) => void): Readable {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  return pipeline(tar, meter, () => undefined);
}

/** Brings back what stood there before; can be run again after it was cut off. */
export async function undoArchive(helper: RestoreHelper): Promise<void> {
  await helper.run('undo', undoScript);
}

/** Removes what was kept aside; the restore is final then. */
export async function commitArchive(helper: RestoreHelper): Promise<void> {
  await helper.run('commit', commitScript);
}
