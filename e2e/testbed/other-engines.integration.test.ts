import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { openConsole, type RondaConsole } from '../../src/core/console.ts';
import { homeFolder } from '../../src/core/platform/home-folder.ts';
import type { EngineInfo, HostTarget } from '../../src/shared/domain/host.ts';
import { writeKnownHosts } from './known-hosts.ts';
import { nightProfile } from './night-watch-bed.ts';
import type { OtherEngine } from './other-engine.ts';
import { startPodman } from './podman.ts';
import { startRootlessDocker } from './rootless-docker.ts';
import { startSshd } from './sshd.ts';
import { waitFor } from './wait-for.ts';

const undo: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function makeFolder(): Promise<string> {
  // Short, because a socket's path is at most 108 bytes.
  const dir = await mkdtemp('/tmp/ronda-oe-');
  undo.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function startWeb(): Promise<number> {
  const web: Server = createServer((_request, response) =>
    response.writeHead(200).end('{"status":"healthy","provider":{"status":"up"}}'),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  undo.push(() => web.close());
  return (web.address() as AddressInfo).port;
}

async function watch(dir: string, target: HostTarget): Promise<{ ronda: RondaConsole; hostId: string }> {
  const ronda = await openConsole({
    home: homeFolder(join(dir, 'home')),
    userHome: join(dir, 'person'),
    label: 'other engines',
    process: 'test',
    version: '0',
    resources: fileURLToPath(new URL('../../resources/', import.meta.url)),
    stateWorker: new URL('../../src/core/storage/state-worker.ts', import.meta.url),
    spawnInspector: createForkSpawner(),
    keyring: null,
    notifier: null,
    desktop: null,
    watches: true,
  });
  undo.push(() => ronda.close());
  const yaml = nightProfile({ web: await startWeb(), tcp: 1 });
  const { profileId } = await ronda.dispatcher.run('profile.import', { yaml });
  await ronda.dispatcher.run('hosts.add', { name: 'Another engine', profileId, target });
  const hostId = ronda.state.list('hosts')[0]?.id ?? '';
  await ronda.dispatcher.run('hosts.test', { hostId });
  return { ronda, hostId };
}

/** What an admin does with an engine: sees what runs, reads its log, is told of its death, starts and stops it. */
async function useAsEngine(engine: OtherEngine, dir: string, target: HostTarget): Promise<EngineInfo | null> {
  const letters = await engine.run(
    'surat',
    'n=0; while [ $n -lt 3 ]; do n=$((n+1)); echo "letter $n"; done; echo trouble >&2; exec sleep 1000',
  );
  const { ronda, hostId } = await watch(dir, target);
  const tileOf = (serviceId: string) => ronda.state.get('tiles', `${hostId}/${serviceId}`);
  expect(ronda.state.get('hosts', hostId)?.connection.engine?.version).toMatch(/^\d+\./);
  await waitFor('both to be up', () => ['warga', 'surat'].every((id) => tileOf(id)?.status === 'up'));
  expect(tileOf('surat')?.containers).toMatchObject([
    { id: letters, name: 'prisma_surat_1', state: 'running' },
  ]);

  const lines: string[] = [];
  await ronda.dispatcher.run(
    'logs.tail',
    { hostId, containerId: letters, follow: false },
    { emit: async (batch) => void lines.push(...batch.lines.map(({ text, stream }) => `${stream} ${text}`)) },
  );
  expect(lines.toSorted()).toEqual([
    'stderr trouble',
    'stdout letter 1',
    'stdout letter 2',
    'stdout letter 3',
  ]);

  await engine.docker.getContainer(letters).kill();
  await waitFor('it to be down', () => tileOf('surat')?.status === 'down');
  await ronda.dispatcher.run('services.act', { hostId, serviceId: 'surat', action: 'start' });
  await waitFor('it to be up', () => tileOf('surat')?.status === 'up');
  await ronda.dispatcher.run('services.act', { hostId, serviceId: 'surat', action: 'stop', reason: 'Uji' });
  expect(tileOf('surat')).toMatchObject({ status: 'paused', paused: { reason: 'Uji' } });
  return ronda.state.get('hosts', hostId)?.connection.engine ?? null;
}

test('Podman’s Docker socket on this computer is an engine like any other', async () => {
  const dir = await makeFolder();
  const podman = await startPodman({ dir: join(dir, 'p') });
  undo.push(podman.stop);
  await useAsEngine(podman, dir, { kind: 'local', socketPath: podman.socketPath });
});

test('a rootless Podman on a server is reached over SSH by the user whose it is', async () => {
  const dir = await makeFolder();
  const user = `ronda-t-pm${process.pid}`;
  const sshd = await startSshd({ dir: join(dir, 'sshd'), user });
  undo.push(sshd.stop);
  const podman = await startPodman({ dir: join(dir, 'p'), rootless: user });
  undo.push(podman.stop);
  await mkdir(join(dir, 'person', '.ssh'), { recursive: true });
  await writeKnownHosts(join(dir, 'person', '.ssh', 'known_hosts'), sshd.knownHostsLines);
  await useAsEngine(podman, dir, {
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user,
    auth: { method: 'key', file: sshd.identityFile },
    dockerSocket: podman.socketPath,
  });
});

test('a rootless Docker on a server is reached over SSH, and known to count nothing per container', async () => {
  const dir = await makeFolder();
  const user = `ronda-t-rd${process.pid}`;
  const sshd = await startSshd({ dir: join(dir, 'sshd'), user });
  undo.push(sshd.stop);
  const engine = await startRootlessDocker({ dir: join(dir, 'd'), user });
  undo.push(engine.stop);
  expect((await engine.docker.info()).SecurityOptions).toContain('name=rootless');
  await mkdir(join(dir, 'person', '.ssh'), { recursive: true });
  await writeKnownHosts(join(dir, 'person', '.ssh', 'known_hosts'), sshd.knownHostsLines);
  const known = await useAsEngine(engine, dir, {
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user,
    auth: { method: 'key', file: sshd.identityFile },
    dockerSocket: engine.socketPath,
  });
  expect(known?.countsContainers).toBe(false);
});
