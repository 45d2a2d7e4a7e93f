import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { runCommand, startProcess } from './processes.ts';

export interface Podman {
  readonly socketPath: string;
  readonly docker: Docker;
  /** Runs a shell script in a new container of a Compose service; the container's id. */
  run(service: string, script: string): Promise<string>;
  stop(): Promise<void>;
}

const image = 'localhost/ronda-podman:1';

/** Podman with its Docker socket, on storage of its own; needs root and podman. */
export async function startPodman(options: { dir: string }): Promise<Podman> {
  const { dir } = options;
  await mkdir(dir, { recursive: true });
  const socketPath = join(dir, 'podman.sock');
  // crun, Podman's first choice, refuses a machine that has both versions of cgroups.
  const own = [
    '--runtime',
    'runc',
    '--root',
    join(dir, 'root'),
    '--runroot',
    join(dir, 'run'),
    '--storage-driver',
    'vfs',
  ];
  const settings = join(dir, 'containers.conf');
  // No systemd here: neither its journal for the logs nor its groups for the limits.
  await writeFile(
    settings,
    '[containers]\nlog_driver = "k8s-file"\n[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n',
  );
  const env = { ...process.env, CONTAINERS_CONF: settings };
  const service = await startProcess({
    command: 'podman',
    args: [...own, 'system', 'service', '--time', '0', `unix://${socketPath}`],
    env,
    logFile: join(dir, 'podman.log'),
    readyWhen: async () => {
      await new Docker({ socketPath }).ping();
      return true;
    },
  });
  const docker = new Docker({ socketPath });
  async function stop(): Promise<void> {
    await runCommand('podman', [...own, 'rm', '--all', '--force', '--time', '0'], { env });
    await service.stop();
    await rm(dir, { recursive: true, force: true });
  }
  try {
    const files = pack();
    files.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile('/bin/busybox'));
    for (const name of ['sh', 'sleep', 'echo'])
      files.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
    files.finalize();
    const archive = join(dir, 'image.tar');
    await writeFile(archive, await buffer(files));
    await runCommand('podman', [...own, 'import', archive, image], { env });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socketPath,
    docker,
    async run(name, script) {
      const labels = [`com.docker.compose.service=${name}`, 'com.docker.compose.project=prisma'];
      const { stdout } = await runCommand(
        'podman',
        [
          ...own,
          'run',
          '--detach',
          ...['--name', `prisma_${name}_1`, '--network', 'host'],
          // Its own default is more than a machine without init may give.
          ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
          ...labels.flatMap((label) => ['--label', label]),
          ...[image, '/bin/sh', '-c', script],
        ],
        { env },
      );
      return stdout.trim();
    },
    stop,
  };
}
