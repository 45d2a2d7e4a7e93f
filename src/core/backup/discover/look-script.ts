import { maxDepth, maxPathBytes, sqliteNames } from './look-bounds.ts';

/**
 * Prints `sqlite`, `other` or `unreadable`, the size and the path of every database below `$1`…, each with a NUL behind
 * it, then `end`. What is called a database but is none is printed, too. Only what busybox and coreutils share is used;
 * no name is ever part of the text. NUL and 1 are moved up by one on the way, for a variable of the shell holds no NUL.
 * A list that is cut in the midst of a name lacks its `end`, and what no longer names a file is passed over.
 */
export const lookByShell = `
for tool in find head xargs stat tr; do command -v $tool >/dev/null 2>&1 || exit 127; done
for root; do
  find "$root/" -maxdepth ${maxDepth} -xdev \\( -name node_modules -o -name .git -o -name '.ronda-*' \\) -prune -o \\
    -type f ! -name '*.ronda-*' \\( -name '*.[dD][bB]' -o -name '*.[sS][qQ][lL][iI][tT][eE]' \\
    -o -name '*.[sS][qQ][lL][iI][tT][eE]3' -o -size +511c \\) -print0 2>/dev/null
  :
done | { cat; printf 'end\\0'; } | head -c ${maxPathBytes} | xargs -0 sh -c '
magic=$(printf "SQLite format 3\\001")
for file; do
  case $file in /*) ;; end) printf "end\\0"; continue ;; *) continue ;; esac
  [ -f "$file" ] || continue
  size=$(stat -c %s "$file" 2>/dev/null) || continue
  is=other
  if [ ! -r "$file" ]; then is=unreadable
  elif [ "$(head -c 16 "$file" 2>/dev/null | tr "\\000\\001" "\\001\\002")" = "$magic" ]; then is=sqlite; fi
  case $is$file in
    sqlite*|*.[dD][bB]|*.[sS][qQ][lL][iI][tT][eE]|*.[sS][qQ][lL][iI][tT][eE]3)
      printf "%s\\0%s\\0%s\\0" "$is" "$size" "$file" ;;
  esac
done' sh
`;

/** The same by the image's Node, as text: it may use nothing outside its own body. */
function lookInContainer(
  require: NodeJS.Require,
  process: NodeJS.Process,
  params: { roots: readonly string[]; maxDepth: number; maxPathBytes: number; names: string },
): void {
  const fs: typeof import('node:fs') = require('node:fs');
  const isNamed = new RegExp(params.names, 'i');
  const magic = Buffer.from('SQLite format 3\0');
  const end = Buffer.from([0]);
  const out: Buffer[] = [];
  let left = params.maxPathBytes;

  const headOf = (file: Buffer): Buffer | null => {
    try {
      // Not to wait for ever at what has become a pipe meanwhile.
      const fd = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
      try {
        const head = Buffer.alloc(16);
        return head.subarray(0, fs.readSync(fd, head, 0, 16, 0));
      } finally {
        fs.closeSync(fd);
      }
    } catch {
      return null;
    }
  };
  const look = (file: Buffer, name: string, size: number): void => {
    const called = isNamed.test(name);
    if (name.includes('.ronda-') || (!called && size < 512)) return;
    left -= file.length + 1;
    const head = headOf(file);
    const is = head === null ? 'unreadable' : head.equals(magic) ? 'sqlite' : 'other';
    if (is === 'sqlite' || called) out.push(Buffer.from(`${is}\0${size}\0`), file, end);
  };
  const walk = (folder: Buffer, depth: number, device: number): void => {
    let entries: import('node:fs').Dirent<Buffer>[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
    } catch {
      return;
    }
    for (const entry of entries) {
      if (left <= 0) return;
      const file = Buffer.concat([folder, Buffer.from('/'), entry.name]);
      const name = entry.name.toString('latin1');
      const stat = fs.lstatSync(file, { throwIfNoEntry: false });
      if (!stat || stat.dev !== device) continue;
      if (stat.isFile()) look(file, name, stat.size);
      else if (
        stat.isDirectory() &&
        depth < params.maxDepth &&
        !/^(node_modules|\.git|\.ronda-.*)$/.test(name)
      )
        walk(file, depth + 1, device);
    }
  };
  for (const root of params.roots) walk(Buffer.from(root), 1, fs.statSync(root).dev);
  if (left > 0) out.push(Buffer.from('end\0'));
  fs.writeSync(1, Buffer.concat(out));
  process.exitCode = 0;
}

/** The script as `node -e` takes it. */
export function lookByNode(roots: readonly string[]): string {
  const params = JSON.stringify({ roots, maxDepth, maxPathBytes, names: sqliteNames });
  return `(${lookInContainer.toString()})(require, process, ${params})`;
}
