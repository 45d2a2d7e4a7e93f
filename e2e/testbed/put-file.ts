import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { posix } from 'node:path';
import { pack as createPack } from 'tar-stream';

/** uid and gid of the user that the sample services run as. */
const SERVICE_USER = 1000;

/**
 * Writes a file into a container, whatever state it is in: copying in works on a stopped and on a restarting one,
 * where exec does not. The file belongs to the services' user. (`docker cp --archive` would look the user's name up
 * on the engine's own machine, where there is none.)
 */
export async function putFile(
  docker: NodeJS.ProcessEnv,
  containerId: string,
  path: string,
  content: string | Buffer,
): Promise<void> {
  const child = spawn('docker', ['cp', '-', `${containerId}:${posix.dirname(path)}`], {
    env: docker,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const archive = createPack();
  const header = { name: posix.basename(path), mode: 0o644, uid: SERVICE_USER, gid: SERVICE_USER };
  archive.entry({ ...header, mtime: new Date() }, content);
  archive.finalize();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  // A docker command that refuses early closes its input; its exit code tells of it.
  child.stdin.on('error', (error) => {
    complaint += error.message;
  });
  archive.pipe(child.stdin);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${path} could not be put into ${containerId}: ${complaint.trim()}`);
}
