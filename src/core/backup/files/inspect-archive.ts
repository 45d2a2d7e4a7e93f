import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { plainDetail } from '../../platform/plain-detail.ts';

/** What a whole tar holds, every entry read to its end; nothing of it is ever written to the laptop's disk. */
export interface ArchiveSummary {
  /** Of the uncompressed tar. */
  readonly sha256: string;
  readonly bytes: number;
  /** Files, folders and links together. */
  readonly entries: number;
  readonly files: number;
  /** Owner and mode of the folder itself (entry `./`): the engine does not set those when it unpacks. */
  readonly root: { readonly uid: number; readonly gid: number; readonly mode: number } | null;
  /** Why it must not be unpacked, the first few; empty when it may be. */
  readonly problems: readonly string[];
}

const maxProblems = 20;
const unpackable: ReadonlySet<unknown> = new Set(['file', 'contiguous-file', 'directory', 'symlink', 'link']);

function leaves(path: string): boolean {
  const plain = posix.normalize(path);
  return posix.isAbsolute(path) || plain === '..' || plain.startsWith('../');
}

function parents(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** A judge that remembers the links it saw: an entry below a link would be written where the link points. */
function createJudge(): (header: Header) => string | null {
  const links = new Set<string>();
  return ({ name, type, linkname }) => {
    // Not only what leads out in the end: an unpacker that follows `a/../..` step by step may be elsewhere by then.
    if (posix.isAbsolute(name) || name.split('/').includes('..')) return 'leads out of the folder';
    if (name.includes('\0')) return 'has a zero byte in its name';
    if (!unpackable.has(type)) return `is a ${type ?? 'thing of unknown kind'}`;
    const plain = posix.normalize(name).replace(/\/$/, '');
    if (parents(plain).some((parent) => links.has(parent))) return 'lies below a link';
    if (type === 'symlink') {
      links.add(plain);
      if (leaves(posix.isAbsolute(linkname ?? '') ? '/' : posix.join(posix.dirname(plain), linkname ?? '')))
        return 'is a link that leads out';
    }
    if (type === 'link' && leaves(linkname ?? '')) return 'is a hard link that leads out';
    return null;
  };
}

/**
 * Reads an uncompressed tar to its end.
 * @throws Error when it ends early, is damaged, or the signal fires
 */
export async function inspectArchive(
  tar: Readable,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => undefined,
): Promise<ArchiveSummary> {
  const hash = createHash('sha256');
  const judge = createJudge();
  const problems: string[] = [];
  let bytes = 0;
  let entries = 0;
  let files = 0;
  let root: ArchiveSummary['root'] = null;

  const reader = extract();
  const onAbort = (): void => void tar.destroy(new Error('aborted'));
  tar.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
    onBytes(chunk.length);
  });
  tar.on('error', (error) => reader.destroy(error));
  tar.on('close', () => {
    if (!tar.readableEnded) reader.destroy(new Error('the archive ends early'));
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    tar.pipe(reader);
    for await (const entry of reader) {
      const { header } = entry;
      entries += 1;
      if (header.type === 'file') files += 1;
      if (entries === 1 && header.type === 'directory' && posix.normalize(header.name) === './') {
        root = { uid: header.uid ?? 0, gid: header.gid ?? 0, mode: (header.mode ?? 0o755) & 0o7777 };
      }
      const problem = judge(header);
      if (problem && problems.length < maxProblems) problems.push(plainDetail(`${header.name} ${problem}`));
      for await (const _chunk of entry);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    tar.destroy();
  }
  if (entries === 0) throw new Error('the archive holds nothing');
  return { sha256: hash.digest('hex'), bytes, entries, files, root, problems };
}
