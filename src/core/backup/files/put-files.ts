import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { RestoreHelper } from '../restore/restore-helper.ts';
import type { ArchiveRestoreRecord } from './archive-restore-journal.ts';
import { undoArchive } from './put-archive.ts';

/**
 * `$1` is the folder, `$2` the restore's id, then the files' paths. The n-th file arrives as `new-n` of
 * `.ronda-old-<id>`; what it replaces lies there as `n`, or `n.none` says that there was nothing. `made` names the
 * folders that were made for new files.
 */
const names = 'cd "$1"; old=.ronda-old-$2; shift 2; n=0';
const stage = `set -e; ${names}; mkdir -m 700 "$old"`;
const swapIn = `set -e; ${names}
owner() { stat -c %u:%g "$1"; }
mode() { stat -c %a "$1"; }
refuse() { echo "$1"; exit 5; }
for file; do
  dir=.; rest=$file
  while [ "$rest" != "\${rest#*/}" ]; do
    parent=$dir; dir=$dir/\${rest%%/*}; rest=\${rest#*/}
    if [ -L "$dir" ]; then refuse "$dir is a link"; fi
    if [ ! -e "$dir" ]; then
      printf '%s\\n' "$dir" >> "$old/made"
      mkdir "$dir"; chown "$(owner "$parent")" "$dir"; chmod "$(mode "$parent")" "$dir"
    fi
    [ -d "$dir" ] || refuse "$dir is no folder"
  done
  if [ -L "./$file" ]; then refuse "$file is a link"; fi
  if [ -e "./$file" ]; then
    [ -f "./$file" ] || refuse "$file is no file"
    owner=$(owner "./$file"); mode=$(mode "./$file")
    mv "./$file" "$old/$n"
  else
    owner=$(owner "$dir"); mode=$(printf %o $((0$(mode "$dir") & 0666)))
    : > "$old/$n.none"
  fi
  chown "$owner" "$old/new-$n"; chmod "$mode" "$old/new-$n"
  mv "$old/new-$n" "./$file"
  n=$((n + 1))
done
sync`;
/** Can be run again wherever it stopped: what is back in place has left its mark in the folder aside. */
const undoScript = `set -e; ${names}
[ -d "$old" ] || exit 0
for file; do
  if [ -e "$old/$n" ]; then
    if [ -d "./$file" ]; then rm -rf "./$file"; fi
    mv -f "$old/$n" "./$file"
  elif [ -e "$old/$n.none" ]; then
    rm -rf "./$file"
  fi
  n=$((n + 1))
done
if [ -e "$old/made" ]; then
  made=
  while IFS= read -r dir; do made="$dir
$made"; done < "$old/made"
  printf '%s' "$made" | while IFS= read -r dir; do rmdir "$dir" 2>/dev/null || :; done
fi
rm -rf "$old"; sync`;

/**
 * Puts files into the helper's folder, each with owner and mode of the file it replaces; a new one gets the owner of
 * its folder, and its mode without the right to execute. Nothing else in the folder is touched. On failure everything
 * is as before when this throws; after success the old files lie aside until `commitArchive` or `undoPut`.
 * @throws RondaError `backup.helper-failed`
 */
export async function putFiles(
  helper: RestoreHelper,
  record: ArchiveRestoreRecord,
  texts: ReadonlyMap<string, string>,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { files = [], path, restoreId } = record;
  try {
    await helper.run('stage', stage);
    const tar = pack();
    for (const [index, file] of files.entries()) {
      const content = Buffer.from(texts.get(file) ?? '');
      tar.entry({ name: `new-${index}`, mode: 0o600 }, content);
      onBytes(content.length);
    }
    tar.finalize();
    await helper.uploadTar(Readable.from(tar), `${path}/.ronda-old-${restoreId}`, signal);
    await helper.run('swap', swapIn, files);
  } catch (error) {
    await undoPut(helper, record);
    throw error;
  }
}

/** Brings back what stood there before a restore, of some files or of the whole folder; can be run again. */
export async function undoPut(helper: RestoreHelper, { files }: ArchiveRestoreRecord): Promise<void> {
  if (files) await helper.run('undo', undoScript, files);
  else await undoArchive(helper);
}
