/**
 * The shell that runs in the helper container. Values come in as positional parameters and are never part of the text.
 * Only what busybox and coreutils share is used. `$1` is the database, `$2` the restore's id.
 *
 * Names: `<db>.ronda-new-<id>` is the file that was uploaded, `<db>.ronda-old-<id>` with `-wal`, `-shm`, `-journal` is
 * what stood there before: together a database that SQLite could open as it lies.
 */
const names = 'db=$1; new=$db.ronda-new-$2; old=$db.ronda-old-$2';

/** The tools the scripts need; prints the first one that is missing. */
export const probeTools = `for tool in mv rm chown chmod stat sync wc cut; do
  command -v $tool >/dev/null 2>&1 || { echo $tool; exit 3; }
done`;

/** Proves that the folder can be written to, and leaves nothing. */
export const probeWritable = `${names}; : > "$new.try" && rm -f "$new.try"`;

/**
 * Makes the uploaded file ready: whole (size, and sha256 where the image can), owner and mode of the database it
 * replaces, on the disk. `$3` bytes, `$4` sha256, `$5` uid:gid and `$6` mode to use when there is none.
 */
export const prepareNew = `set -e; ${names}
[ ! -L "$db" ] || { echo "the database is a symbolic link"; exit 5; }
[ "$(wc -c < "$new" | tr -d ' ')" = "$3" ] || { echo "the uploaded file has another size"; exit 4; }
if command -v sha256sum >/dev/null 2>&1; then
  [ "$(sha256sum < "$new" | cut -d ' ' -f 1)" = "$4" ] || { echo "the uploaded file has another sha256"; exit 4; }
fi
owner=$5; mode=$6
if [ -e "$db" ]; then owner=$(stat -c %u:%g "$db"); mode=$(stat -c %a "$db"); fi
chown "$owner" "$new"; chmod "$mode" "$new"
sync`;

/**
 * Moves the old files aside, the database itself last, and the new one in. Wherever it stops, `undo` can tell what was
 * done: the old database is either in place or aside, never in both.
 */
export const swapIn = `set -e; ${names}
[ -f "$new" ]
for part in -wal -shm -journal; do if [ -e "$db$part" ]; then mv "$db$part" "$old$part"; fi; done
if [ -e "$db" ]; then mv "$db" "$old"; else : > "$old.none"; fi
mv "$new" "$db"
sync`;

/**
 * Puts the old database back, from any point of `swapIn` and of itself. The side files beside the database are the new
 * one's as long as the old database is aside; they go first, so that neither ever stands beside the other's.
 */
export const undo = `set -e; ${names}
if [ -e "$old" ]; then
  rm -f "$db-wal" "$db-shm" "$db-journal"
  mv -f "$old" "$db"
elif [ -e "$old.none" ]; then
  rm -f "$db-wal" "$db-shm" "$db-journal" "$db" "$old.none"
fi
for part in -wal -journal; do if [ -e "$old$part" ]; then mv -f "$old$part" "$db$part"; fi; done
rm -f "$old-shm" "$new"
sync`;

/** Removes what was kept aside; the restore is final then. */
export const discardOld = `${names}; rm -f "$old" "$old-wal" "$old-shm" "$old-journal" "$old.none" "$new"; sync`;

/** Removes an upload that was not used. */
export const discardNew = `${names}; rm -f "$new"`;

/** One word a line of what lies there: `db`, `new`, `old`, `none`. */
export const listState = `${names}
[ -e "$db" ] && echo db; [ -e "$new" ] && echo new; [ -e "$old" ] && echo old; [ -e "$old.none" ] && echo none; true`;
