import { createReadStream } from 'node:fs';
import { pipeline as pipelineTo, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { extract, type Pack, pack } from 'tar-stream';
import { openDurable } from './durable-writer.ts';

/** What a tar that holds one file says about it. */
export interface UploadFile {
  readonly name: string;
  readonly bytes: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** A file of ours as an uncompressed tar of one entry. */
export function tarOfFile(
  source: string,
  file: UploadFile,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Pack {
  const tar = pack();
  const entry = tar.entry({
    name: file.name,
    size: file.bytes,
    uid: file.uid,
    gid: file.gid,
    mode: file.mode,
  });
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  pipeline(createReadStream(source, { highWaterMark: 512 * 1024 }), meter, entry, { signal })
    .then(() => tar.finalize())
    .catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return tar;
}

/**
 * A tar as it goes to an engine: over a far line packed with gzip, which every engine unpacks by itself. What breaks the
 * one breaks the other.
 */
export function tarForLine(tar: Readable, isFar: boolean): Readable {
  return isFar ? pipelineTo(tar, createGzip({ level: 6 }), () => undefined) : tar;
}

/**
 * Writes the one file that a tar of the engine holds.
 * @returns whose it is, by that tar
 * @throws Error when the tar ends early or holds anything but one plain file
 */
export async function saveTarredFile(
  tar: Readable,
  target: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Pick<UploadFile, 'uid' | 'gid' | 'mode'>> {
  const entries = extract();
  let files = 0;
  const owner = { uid: 0, gid: 0, mode: 0o600 };
  // The reader below is what fails; without a listener of its own the source's error would end the process.
  tar.on('error', (error) => entries.destroy(error));
  tar.pipe(entries);
  const onAbort = (): void => void entries.destroy(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const entry of entries) {
      const { type, name } = entry.header;
      if (type !== 'file' || files > 0) throw new Error(`${name} is no plain file`);
      files += 1;
      const { uid = 0, gid = 0, mode = 0o600 } = entry.header;
      Object.assign(owner, { uid, gid, mode: mode & 0o7777 });
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          onBytes(chunk.length);
          done(null, chunk);
        },
      });
      await pipeline(entry, meter, await openDurable(target), { signal });
    }
    if (files === 0) throw new Error('the answer holds no file');
    return owner;
  } finally {
    signal.removeEventListener('abort', onAbort);
    tar.unpipe(entries);
    if ('destroy' in tar) tar.destroy();
  }
}
