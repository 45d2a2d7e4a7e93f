import { Duplex, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { demultiplex } from '../backup/take/exec-stream.ts';

/** Joins its standard streams to a port of the container itself; with whatever of the two the image has. */
const joinPort = `if command -v node >/dev/null 2>&1; then
  exec node -e 'const s=require("net").connect(+process.argv[1],"127.0.0.1");s.on("error",()=>process.exit(1));process.stdin.pipe(s);s.pipe(process.stdout)' "$1"
else exec nc 127.0.0.1 "$1"; fi`;

/**
 * A TCP connection to a port inside a container that has no network of ours: a program in it carries the bytes. Needs
 * `sh` and either `node` or `nc` in the image; without them the connection ends at once.
 */
export async function dialInContainer(
  docker: Docker,
  containerId: string,
  port: number,
  signal: AbortSignal,
): Promise<Duplex> {
  const exec = await docker.getContainer(containerId).exec({
    Cmd: ['sh', '-c', joinPort, 'sh', String(port)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal: signal,
  });
  signal.throwIfAborted();
  const stream: Duplex = await exec.start({ hijack: true, stdin: true, abortSignal: signal });
  const answers = Readable.from(
    demultiplex(stream, () => undefined),
    { objectMode: false },
  );
  const socket = new Duplex({
    read() {
      answers.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      stream.write(chunk, done);
    },
    final(done) {
      stream.end(done);
    },
    destroy(error, done) {
      stream.destroy();
      done(error);
    },
  });
  answers.on('data', (chunk: Buffer) => {
    if (!socket.push(chunk)) answers.pause();
  });
  answers.on('end', () => socket.push(null));
  answers.on('error', (error) => socket.destroy(error));
  stream.on('error', (error) => socket.destroy(error));
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', onAbort));
  return socket;
}
