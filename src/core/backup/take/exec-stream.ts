import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';

/** A program running in a container, its output demultiplexed. */
export interface ContainerExec {
  /** stdout, with backpressure down to the program: what is not read is not sent. */
  readonly stdout: AsyncIterable<Buffer>;
  /** What it wrote to stderr so far, at most the first 8 KB. */
  stderr(): string;
  /** Its exit code, once stdout has ended; null when the engine no longer knows it. */
  exitCode(): Promise<number | null>;
  /** Writes to its stdin, which stays open. What a broken connection does not take shows on stdout. */
  write(bytes: Uint8Array): void;
  /** Closes stdin and the connection: a program that watches its stdin ends then. */
  close(): void;
}

const maxStderr = 8192;
const headerBytes = 8;

/**
 * Splits the engine's multiplexed stream: 8 bytes of header (kind, three zeros, length big-endian), then the payload
 * (Docker Engine API, "Stream format" of container attach).
 */
export async function* demultiplex(
  stream: AsyncIterable<Buffer>,
  onStderr: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  let header = Buffer.alloc(0);
  let kind = 0;
  let left = 0;
  for await (const chunk of stream) {
    let rest = chunk;
    while (rest.length > 0) {
      if (left === 0) {
        const missing = headerBytes - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < headerBytes) break;
        kind = header[0] ?? 0;
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const payload = rest.subarray(0, left);
      left -= payload.length;
      rest = rest.subarray(payload.length);
      if (kind === 1) yield payload;
      else onStderr(payload);
    }
  }
}

/**
 * Starts a program in a running container with stdin attached and kept open.
 * @throws the engine's error when the container is not running or the program cannot be started
 */
export async function execInContainer(
  docker: Docker,
  containerId: string,
  options: { readonly argv: readonly string[]; readonly env?: readonly string[] },
  signal: AbortSignal,
): Promise<ContainerExec> {
  const exec = await docker.getContainer(containerId).exec({
    Cmd: [...options.argv],
    Env: [...(options.env ?? [])],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    abortSignal: signal,
  });
  signal.throwIfAborted();
  const stream: Duplex = await exec.start({ hijack: true, stdin: true, abortSignal: signal });
  const onAbort = (): void => {
    stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  };
  // Whoever reads sees the error; without a listener one that comes after the last read would end the process.
  stream.on('error', () => stream.destroy());
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', onAbort));

  let stderr = '';
  return {
    stdout: demultiplex(stream, (chunk) => {
      if (stderr.length < maxStderr) stderr = (stderr + chunk.toString()).slice(0, maxStderr);
    }),
    stderr: () => stderr,
    async exitCode() {
      const info = await exec.inspect();
      return info.ExitCode;
    },
    write: (bytes) => void stream.write(bytes),
    close: () => stream.destroy(),
  };
}
