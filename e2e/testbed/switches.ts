import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pack as createPack } from 'tar-stream';

/** What can be broken in a service of the sample stack; documented in resources/sample-stack/README.md. */
export interface Switches {
  unhealthy: boolean;
  slowMs: number;
  crashAfterMs: number;
  noiseLinesPerSecond: number;
  providerDown: boolean;
  writerTps: number;
}

/**
 * Puts the switches of a container, whatever state it is in: copying in works on a stopped and on a restarting one,
 * where exec does not. What is not named is as at the container's start.
 */
export async function putSwitches(
  docker: NodeJS.ProcessEnv,
  containerId: string,
  switches: Partial<Switches>,
): Promise<void> {
  const child = spawn('docker', ['cp', '-', `${containerId}:/app/control`], {
    env: docker,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const archive = createPack();
  archive.entry({ name: 'switches.json', mode: 0o644, uid: 1000, gid: 1000 }, JSON.stringify(switches));
  archive.finalize();
  archive.pipe(child.stdin);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The switches of ${containerId} could not be put: ${complaint.trim()}`);
}
