import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { runCommand } from './processes.ts';

/** An engine that is not the Docker of root: what the tests of several of them need alike. */
export interface OtherEngine {
  readonly socketPath: string;
  readonly docker: Docker;
  /** Runs a shell script in a new container of a Compose service; the container's id. */
  run(service: string, script: string): Promise<string>;
  stop(): Promise<void>;
}

/** A tar of a root with nothing but a shell. */
export async function busyboxImage(): Promise<Buffer> {
  const files = pack();
  files.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile('/bin/busybox'));
  for (const name of ['sh', 'sleep', 'echo'])
    files.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
  files.finalize();
  return buffer(files);
}

export const serviceLabels = (service: string): Record<string, string> => ({
  'com.docker.compose.service': service,
  'com.docker.compose.project': 'prisma',
});

export async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid = 0, gid = 0] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await runCommand('id', [flag, user], {})).stdout)),
  );
  return { uid, gid };
}
