import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { formatBytes } from '../durable-files.ts';
import type { FoundSource } from '../files/find-sources.ts';
import { startHelper } from '../restore-helper.ts';

export const maxFileBytes = 16 * 1024 * 1024;
export const maxFiles = 500;
/** What a helper's script may print is cut at 64 KiB; a list that long is not whole. */
const maxListing = 60_000;

/** Other mounts inside are not this folder's; dependencies, repositories and a restore's leavings are nobody's data. */
const listFiles = `cd "$1" && find . -xdev \\( -name node_modules -o -name .git -o -name '.ronda-*' \\) -prune -o -type f -name '*.json' -exec stat -c '%s %n' {} \\;`;

export interface ReadJsonFiles {
  /** By path relative to the folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  /** False: there may be more than were looked at. */
  readonly isWhole: boolean;
}

/** A name that git keeps and that writes no line of its own in a listing. */
function isKeepable(path: string): boolean {
  return path.length <= 400 && !/[\u0000-\u001f\u007f\ufffd]/.test(path) && !path.split('/').includes('..');
}

/**
 * Reads the JSON files of a volume or folder through a helper that has it mounted read-only; the service itself is not
 * touched, and may stand still.
 * @param scratch a folder of ours; nothing is left in it
 */
export async function readJsonFiles(
  docker: Docker,
  hostName: string,
  { source, mount, container }: FoundSource,
  scratch: string,
  outerSignal: AbortSignal,
): Promise<ReadJsonFiles> {
  const overflow = new AbortController();
  const signal = AbortSignal.any([outerSignal, overflow.signal]);
  const helper = await startHelper(
    docker,
    {
      restoreId: `data-${randomUUID()}`,
      hostName,
      imageId: container.imageId,
      image: container.image,
      mount: { ...mount, RW: false },
      path: source.mountPath,
    },
    signal,
  );
  try {
    const listing = await helper.run('list', listFiles);
    const lines = listing.split('\n').filter(Boolean);
    const files: [string, string][] = [];
    const leftOut: { path: string; why: string }[] = [];
    for (const line of lines.slice(0, maxFiles)) {
      const [, size = '', path = ''] = /^(\d+) \.\/(.+)$/.exec(line) ?? [];
      if (path === '' || !isKeepable(path)) {
        leftOut.push({ path: path || line, why: 'its name cannot be kept' });
        continue;
      }
      if (Number(size) > maxFileBytes) {
        leftOut.push({ path, why: `${formatBytes(Number(size))}, over ${formatBytes(maxFileBytes)}` });
        continue;
      }
      const target = join(scratch, randomUUID());
      let bytes = 0;
      try {
        const found = await helper.download(`${source.mountPath}/${path}`, target, (count) => {
          bytes += count;
          // It grew since it was listed, or the server does not tell the truth.
          if (bytes > maxFileBytes) overflow.abort(new Error(`${path} is larger than it was listed`));
        });
        if (!found) continue;
        const content = await readFile(target);
        const text = content.toString('utf8');
        if (Buffer.from(text).equals(content)) files.push([path, text]);
        else leftOut.push({ path, why: 'it is no UTF-8 text' });
      } finally {
        await rm(target, { force: true });
      }
    }
    const isWhole = lines.length <= maxFiles && listing.length < maxListing;
    return { files: Object.fromEntries(files), leftOut, isWhole };
  } finally {
    await helper.remove();
  }
}
