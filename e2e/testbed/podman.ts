import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { busyboxImage, idsOf, type OtherEngine, serviceLabels } from './other-engine.ts';
import { runCommand, startProcess } from './processes.ts';

const image = 'localhost/ronda-podman:1';

/** No systemd here: neither its journal for the logs nor its groups for the limits. */
const settings = `[containers]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

/**
 * Podman with its Docker socket, on storage of its own; needs root and podman.
 * @param options.rootless the name of an ordinary user, as whom all of it runs then
 */
export async function startPodman(options: { dir: string; rootless?: string }): Promise<OtherEngine> {
  const { dir, rootless } = options;
  const socketPath = join(dir, 'podman.sock');
  const settingsFile = join(dir, 'containers.conf');
  await mkdir(join(dir, 'runtime'), { recursive: true, mode: 0o700 });
  await writeFile(settingsFile, settings);
  if (rootless) {
    const { uid, gid } = await idsOf(rootless);
    for (const path of [dir, join(dir, 'runtime')]) await chown(path, uid, gid);
  }
  const own = { CONTAINERS_CONF: settingsFile, HOME: dir, XDG_RUNTIME_DIR: join(dir, 'runtime') };
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH ?? '/usr/bin:/bin', ...own };
  /** The program and the arguments that make a Podman of this storage and this user. */
  const podman = (...args: string[]): [command: string, args: string[]] => {
    // crun, Podman's first choice, refuses a machine that has both versions of cgroups.
    const common = ['--runtime', 'runc', '--storage-driver', 'vfs'];
    const line = [...common, '--root', join(dir, 'root'), '--runroot', join(dir, 'run'), ...args];
    if (!rootless) return ['podman', line];
    return ['setpriv', [`--reuid=${rootless}`, `--regid=${rootless}`, '--init-groups', 'podman', ...line]];
  };
  const run = async (...args: string[]): Promise<string> => {
    const [command, line] = podman(...args);
    return (await runCommand(command, line, { env, cwd: dir })).stdout;
  };
  const [command, args] = podman('system', 'service', '--time', '0', `unix://${socketPath}`);
  const service = await startProcess({
    command,
    args,
    env,
    cwd: dir,
    logFile: join(dir, '..', 'podman.log'),
    readyWhen: async () => {
      await new Docker({ socketPath }).ping();
      return true;
    },
  });
  async function stop(): Promise<void> {
    await run('rm', '--all', '--force', '--time', '0');
    await service.stop();
    // A rootless one leaves a process behind that holds its user namespace; this ends it.
    if (rootless) await run('system', 'migrate');
    await rm(dir, { recursive: true, force: true });
  }
  try {
    const archive = join(dir, 'image.tar');
    await writeFile(archive, await busyboxImage());
    await run('import', archive, image);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socketPath,
    docker: new Docker({ socketPath }),
    async run(name, script) {
      const labels = Object.entries(serviceLabels(name)).map((label) => label.join('='));
      const id = await run(
        'run',
        '--detach',
        ...['--name', `prisma_${name}_1`, '--network', 'host'],
        // Its own default is more than a machine without init may give.
        ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
        ...labels.flatMap((label) => ['--label', label]),
        ...[image, '/bin/sh', '-c', script],
      );
      return id.trim();
    },
    stop,
  };
}
