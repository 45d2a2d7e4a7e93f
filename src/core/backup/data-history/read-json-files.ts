import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { formatBytes } from '../durable-files.ts';
import type { FoundSource } from '../files/find-sources.ts';
import { type RestoreHelper, withHelper } from '../restore/restore-helper.ts';

export const maxFileBytes = 16 * 1024 * 1024;
export const maxFiles = 500;
/** Of all files of a commit: they are held in memory. */
export const maxTotalBytes = 96 * 1024 * 1024;
const tooMuch = `all files together would be more than ${formatBytes(maxTotalBytes)}`;
/** What a helper's script may print is cut at 64 KiB; a list that long is not whole. */
const maxListing = 60_000;

/** Other mounts inside are not this folder's; dependencies, repositories and a restore's leavings are nobody's data. */
const listFiles = `cd "$1" && find . -xdev \\( -name node_modules -o -name .git -o -name '.ronda-*' \\) -prune -o -type f -name '*.json' -exec stat -c '%s %n' {} \\;`;

export interface ReadJsonFiles {
  /** By path relative to the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Of all of them. */
  readonly bytes: number;
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  /** False: there may be more than were looked at. */
  readonly isWhole: boolean;
}

/** A name that git keeps and that writes no line of its own in a listing. */
function isKeepable(path: string): boolean {
  const parts = path.split('/');
  return (
    path.length <= 400 &&
    !/[\u0000-\u001f\u007f\ufffd]/.test(path) &&
    !parts.includes('..') &&
    !parts.includes('')
  );
}

/** Reads one file, up to `maxFileBytes`; null when it is gone, a reason when it is no text. */
type ReadText = (path: string) => Promise<{ text: string } | { why: string } | null>;

/**
 * A helper that has a volume or folder mounted read-only; the service itself is not touched, and may stand still.
 * @param scratch a folder of ours; nothing is left in it
 */
async function withReader<T>(
  docker: Docker,
  hostName: string,
  { source, mount, container }: FoundSource,
  scratch: string,
  outerSignal: AbortSignal,
  use: (helper: RestoreHelper, read: ReadText) => Promise<T>,
): Promise<T> {
  const overflow = new AbortController();
  const signal = AbortSignal.any([outerSignal, overflow.signal]);
  const spec = {
    restoreId: `data-${randomUUID()}`,
    hostName,
    imageId: container.imageId,
    image: container.image,
    mount: { ...mount, RW: false },
    path: source.mountPath,
  };
  return withHelper(docker, spec, signal, (helper) =>
    use(helper, async (path) => {
      const target = join(scratch, randomUUID());
      let bytes = 0;
      try {
        const found = await helper.download(`${source.mountPath}/${path}`, target, (count) => {
          bytes += count;
          // It grew since it was listed, or the server does not tell the truth.
          if (bytes > maxFileBytes) overflow.abort(new Error(`${path} is larger than it was listed`));
        });
        if (!found) return null;
        const content = await readFile(target);
        const text = content.toString('utf8');
        return Buffer.from(text).equals(content) ? { text } : { why: 'it is no UTF-8 text' };
      } finally {
        await rm(target, { force: true });
      }
    }),
  );
}

const tooLarge = (bytes: number): string => `${formatBytes(bytes)}, over ${formatBytes(maxFileBytes)}`;

/** Reads the JSON files of a volume or folder. @param maxBytes of all of them; what is beyond it is left out */
export function readJsonFiles(
  docker: Docker,
  hostName: string,
  found: FoundSource,
  scratch: string,
  signal: AbortSignal,
  maxBytes: number,
): Promise<ReadJsonFiles> {
  return withReader(docker, hostName, found, scratch, signal, async (helper, read) => {
    const listing = await helper.run('list', listFiles);
    const lines = listing.split('\n').filter(Boolean);
    const files: [string, string][] = [];
    const leftOut: { path: string; why: string }[] = [];
    let bytes = 0;
    for (const line of lines.slice(0, maxFiles)) {
      const [, size = '', path = ''] = /^(\d+) \.\/(.+)$/.exec(line) ?? [];
      if (path === '' || !isKeepable(path)) {
        leftOut.push({ path: path || line, why: 'its name cannot be kept' });
        continue;
      }
      if (Number(size) > maxFileBytes) {
        leftOut.push({ path, why: tooLarge(Number(size)) });
        continue;
      }
      if (bytes + Number(size) > maxBytes) {
        leftOut.push({ path, why: tooMuch });
        continue;
      }
      const content = await read(path);
      if (!content) continue;
      if ('text' in content) {
        files.push([path, content.text]);
        bytes += Buffer.byteLength(content.text);
      } else leftOut.push({ path, why: content.why });
    }
    const isWhole = lines.length <= maxFiles && listing.length < maxListing;
    return { files: Object.fromEntries(files), bytes, leftOut, isWhole };
  });
}

/** A line for each of `$3`…: `none`, `file <bytes>`, or `other`: no plain file, or not where its name says. */
const lookAtFiles = `cd "$1"; shift 2
for file; do
  dir=.; rest=$file; state=
  while [ "$rest" != "\${rest#*/}" ]; do
    dir=$dir/\${rest%%/*}; rest=\${rest#*/}
    if [ -L "$dir" ]; then state=other; elif [ -e "$dir" ] && [ ! -d "$dir" ]; then state=other; fi
  done
  if [ -n "$state" ] || [ -L "./$file" ]; then echo other
  elif [ ! -e "./$file" ]; then echo none
  elif [ -f "./$file" ]; then echo "file $(stat -c %s "./$file")"
  else echo other; fi
done`;

/**
 * Reads these files and no others; null for one that is not there.
 * @throws RondaError `data.no-place` for one that could not be kept in a commit, and so may not be replaced
 */
export function readNamedFiles(
  docker: Docker,
  hostName: string,
  found: FoundSource,
  paths: readonly string[],
  scratch: string,
  signal: AbortSignal,
): Promise<Map<string, string | null>> {
  const refused = (path: string, detail: string): RondaError =>
    new RondaError('data.no-place', { path, detail });
  return withReader(docker, hostName, found, scratch, signal, async (helper, read) => {
    const bad = paths.find((path) => !isKeepable(path));
    if (bad !== undefined) throw refused(plainDetail(bad), 'its name leads elsewhere');
    const states = (await helper.run('look', lookAtFiles, paths)).split('\n');
    const files = new Map<string, string | null>();
    for (const [index, path] of paths.entries()) {
      const [kind, size] = (states[index] ?? '').split(' ');
      if (kind === 'none') {
        files.set(path, null);
        continue;
      }
      if (kind !== 'file') throw refused(path, 'a link, or something that is no plain file, stands there');
      if (Number(size) > maxFileBytes)
        throw refused(path, `what is there cannot be kept: ${tooLarge(Number(size))}`);
      const content = await read(path);
      if (content && 'why' in content) throw refused(path, `what is there cannot be kept: ${content.why}`);
      files.set(path, content?.text ?? null);
    }
    return files;
  });
}
