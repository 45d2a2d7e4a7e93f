import { chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Docker from 'dockerode';
import { busyboxImage, idsOf, type OtherEngine, serviceLabels } from './other-engine.ts';
import { startProcess } from './processes.ts';

const image = 'ronda-rootless:1';

/**
 * The Docker of an ordinary user, as Docker's own script starts it (contrib/dockerd-rootless.sh), but on a network
 * that leads nowhere: slirp4netns needs a device that a machine in a machine may not have. Needs root and rootlesskit.
 */
export async function startRootlessDocker(options: { dir: string; user: string }): Promise<OtherEngine> {
  const { dir, user } = options;
  const runtime = join(dir, 'r');
  const socketPath = join(runtime, 'docker.sock');
  const { uid, gid } = await idsOf(user);
  for (const path of [dir, runtime]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chown(path, uid, gid);
  }
  const dockerd = [
    ...['dockerd', '--rootless', '--data-root', join(dir, 'data'), '--exec-root', join(runtime, 'docker')],
    ...[
      '--pidfile',
      join(runtime, 'docker.pid'),
      '--host',
      `unix://${socketPath}`,
      '--storage-driver',
      'vfs',
    ],
    ...['--bridge', 'none', '--ip-forward=false', '--iptables=false', '--ip6tables=false'],
  ];
  // These links lead to the files of root's Docker, which this one may not touch.
  const start = `rm -f /run/docker /run/containerd /run/xtables.lock; exec unshare --net ${dockerd.join(' ')}`;
  const service = await startProcess({
    command: 'setpriv',
    args: [
      ...[`--reuid=${user}`, `--regid=${user}`, '--init-groups', 'rootlesskit', '--net=host'],
      ...['--copy-up=/etc', '--copy-up=/run', '--propagation=rslave', 'sh', '-c', start],
    ],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: dir, XDG_RUNTIME_DIR: runtime },
    cwd: dir,
    logFile: join(dir, '..', 'rootless-docker.log'),
    readyWhen: async () => {
      await new Docker({ socketPath }).ping();
      return true;
    },
  });
  const docker = new Docker({ socketPath });
  async function stop(): Promise<void> {
    for (const { Id } of await docker.listContainers({ all: true }))
      await docker.getContainer(Id).remove({ force: true });
    await service.stop();
    await rm(dir, { recursive: true, force: true });
  }
  try {
    const [repo, tag] = image.split(':');
    const answer = await docker.importImage(Readable.from([await busyboxImage()]), { repo, tag });
    for await (const _ of answer);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socketPath,
    docker,
    async run(name, script) {
      const container = await docker.createContainer({
        name: `prisma_${name}_1`,
        Image: image,
        Cmd: ['/bin/sh', '-c', script],
        Labels: serviceLabels(name),
        HostConfig: { NetworkMode: 'host' },
      });
      await container.start();
      return container.id;
    },
    stop,
  };
}
