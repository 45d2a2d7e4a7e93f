import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';

/** So much is written before the disk is asked to keep it: it works while more comes, and nobody waits for it all at the end. */
const syncEveryBytes = 64 * 1024 * 1024;

/**
 * A new file that is on the disk for certain once the stream has finished, synced by the descriptor that wrote it: the
 * kernel tells a failed write-back once, and an fsync later by another hears nothing. An error of the disk is the
 * stream's.
 */
export async function openDurable(path: string): Promise<Writable> {
  return new DurableWriter(await open(path, 'wx', 0o600));
}

class DurableWriter extends Writable {
  readonly #handle: FileHandle;
  #unsynced = 0;
  #syncing: Promise<void> | null = null;

  constructor(handle: FileHandle) {
    super({ highWaterMark: 1024 * 1024, decodeStrings: true });
    this.#handle = handle;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#put([chunk]).then(() => callback(), callback);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#put(chunks.map(({ chunk }) => chunk)).then(() => callback(), callback);
  }

  async #put(buffers: Buffer[]): Promise<void> {
    const total = buffers.reduce((sum, { length }) => sum + length, 0);
    let { bytesWritten } = await this.#handle.writev(buffers);
    for (const rest = Buffer.concat(bytesWritten < total ? buffers : []); bytesWritten < total; )
      bytesWritten += (await this.#handle.write(rest, bytesWritten)).bytesWritten;
    this.#unsynced += total;
    if (this.#unsynced < syncEveryBytes) return;
    // One at a time: a disk that is slower than the line holds the line up here.
    await this.#syncing;
    this.#unsynced = 0;
    this.#syncing = this.#handle.datasync();
    // Thrown where it is waited for.
    this.#syncing.catch(() => undefined);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#end().then(() => callback(), callback);
  }

  async #end(): Promise<void> {
    await this.#syncing;
    await this.#handle.sync();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const close = async (): Promise<void> => {
      await this.#syncing?.catch(() => undefined);
      await this.#handle.close();
    };
    close().then(
      () => callback(error),
      (closing: Error) => callback(error ?? closing),
    );
  }
}
