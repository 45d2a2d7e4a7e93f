import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { closeChannel } from './close-channel.ts';

/**
 * A forwarded SSH channel that behaves as a net.Socket does. ssh2's own channel is not enough: its `destroy` drops
 * the error, a write after the far side has closed never calls back, and a lost connection looks like a clean end,
 * which would make half a transfer look whole.
 */
export class ChannelSocket extends Duplex {
  readonly #channel: ClientChannel;
  #waitingWrite: ((error?: Error | null) => void) | null = null;

  constructor(channel: ClientChannel) {
    // As a socket of net.connect: the far side's end ends this one too, so that no dead channel waits in a pool.
    super({ allowHalfOpen: false });
    this.#channel = channel;
    channel.stderr.resume();
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on('end', () => {
      this.push(null);
      // Nobody reads an idle pooled channel; without this its end would never be noticed.
      this.read(0);
    });
    channel.on('error', (error: Error) => this.destroy(error));
    channel.on('drain', () => this.#release());
    channel.on('close', () => {
      this.#release(new Error('The other side closed the channel.'));
      // Like a socket: the end is read first, then it is closed. Nothing more can be written either way.
      if (this.readableEnded) this.destroy();
      else this.once('end', () => this.destroy());
    });
  }

  #release(error?: Error): void {
    const callback = this.#waitingWrite;
    this.#waitingWrite = null;
    callback?.(error ?? null);
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (!this.#channel.writable) {
      callback(new Error('The other side closed the channel.'));
      return;
    }
    if (this.#channel.write(chunk)) callback();
    else this.#waitingWrite = callback;
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#channel.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#channel.removeAllListeners('data');
    closeChannel(this.#channel);
    this.#release(error ?? new Error('The channel was closed.'));
    callback(error);
  }

  // What http.Agent calls on a socket. Keepalive and Nagle belong to the connection below, not to a channel.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }
}
