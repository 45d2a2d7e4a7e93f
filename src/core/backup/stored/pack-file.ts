import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** Only the isolated process may import this file: age's ciphers are JavaScript, and would freeze any window. */

type Progress = (phase: string, doneBytes: number, totalBytes: number) => void;

/** Whom a file is encrypted to: recipients (`age1…`), or whoever knows the passphrase; age allows no mixture. */
export type EncryptTo = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/** What may open a file: identities (`AGE-SECRET-KEY-1…`) and passphrases, all of them tried. */
export interface DecryptWith {
  readonly identities: readonly string[];
  readonly passphrases: readonly string[];
}

const blockBytes = 1024 * 1024;
/** 3 is what the `zstd` command takes. The frame's own checksum lets `zstd -t` find a flipped bit without Ronda. */
const compression = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};
/** As for the vault: half a second on a small laptop. */
const scryptWorkFactor = 17;

type Step = (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

const age = () => import('age-encryption');
const asWeb = (chunks: AsyncIterable<Buffer>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(chunks, { objectMode: true })) as ReadableStream<Uint8Array>;

async function* fromWeb(stream: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function encryption(to: EncryptTo): Step {
  return async function* (chunks) {
    const encrypter = new (await age()).Encrypter();
    if ('passphrase' in to) {
      encrypter.setScryptWorkFactor(scryptWorkFactor);
      encrypter.setPassphrase(to.passphrase);
    } else {
      for (const recipient of to.recipients) encrypter.addRecipient(recipient);
    }
    yield* fromWeb(await encrypter.encrypt(asWeb(chunks)));
  };
}

function decryption(keys: DecryptWith): Step {
  return async function* (chunks) {
    const decrypter = new (await age()).Decrypter();
    for (const identity of keys.identities) decrypter.addIdentity(identity);
    for (const passphrase of keys.passphrases) decrypter.addPassphrase(passphrase);
    yield* fromWeb(await decrypter.decrypt(asWeb(chunks)));
  };
}

const counting = (onBytes: (count: number) => void): Step =>
  async function* (chunks) {
    for await (const chunk of chunks) {
      onBytes(chunk.length);
      yield chunk;
    }
  };

/**
 * Writes a file compressed (zstd), encrypted (https://age-encryption.org/v1), or both in this order, as a new file.
 * @returns size and SHA-256 of what was written
 * @throws Error when anything fails; the target is removed then
 */
export async function packFile(
  from: string,
  to: string,
  how: { readonly compress: boolean; readonly encryptTo: EncryptTo | null },
  progress: Progress,
): Promise<{ bytes: number; sha256: string }> {
  const { size } = await stat(from);
  const hash = createHash('sha256');
  let read = 0;
  let bytes = 0;
  const steps: (Step | NodeJS.ReadWriteStream)[] = [
    counting((count) => {
      read += count;
      progress('pack', read, size);
    }),
    ...(how.compress ? [createZstdCompress(compression)] : []),
    ...(how.encryptTo ? [encryption(how.encryptTo)] : []),
    async function* (chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
  ];
  await write(from, steps, to);
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Writes the plain file of a packed one, as a new file.
 * @param maxBytes what it must not exceed: a few bytes of zstd can stand for terabytes
 * @throws Error when the file is damaged, no key fits, or it grows beyond; the target is removed then
 */
export async function unpackFile(
  from: string,
  to: string,
  how: {
    readonly isCompressed: boolean;
    readonly decryptWith: DecryptWith | null;
    readonly maxBytes: number;
  },
  progress: Progress,
): Promise<{ bytes: number }> {
  const { size } = await stat(from);
  let read = 0;
  let bytes = 0;
  const steps: (Step | NodeJS.ReadWriteStream)[] = [
    counting((count) => {
      read += count;
      progress('unpack', read, size);
    }),
    ...(how.decryptWith ? [decryption(how.decryptWith)] : []),
    ...(how.isCompressed ? [createZstdDecompress()] : []),
    counting((count) => {
      bytes += count;
      if (bytes > how.maxBytes) throw new Error(`it holds more than the ${how.maxBytes} bytes it should`);
    }),
  ];
  await write(from, steps, to);
  return { bytes };
}

async function write(
  from: string,
  steps: readonly (Step | NodeJS.ReadWriteStream)[],
  to: string,
): Promise<void> {
  try {
    await pipeline([
      createReadStream(from, { highWaterMark: blockBytes }),
      ...steps,
      createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
    ] as unknown as Parameters<typeof pipeline>[0] as never);
  } catch (error) {
    // One that stood there before is not ours.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      await rm(to, { force: true });
    throw error;
  }
}
