import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createForkSpawner } from '../../src/core/backup/fork-inspector.ts';
import { openConsole, type RondaConsole } from '../../src/core/console.ts';
import { homeFolder } from '../../src/core/platform/home-folder.ts';
import { nightProfile } from './night-watch-bed.ts';
import { type Podman, startPodman } from './podman.ts';
import { waitFor } from './wait-for.ts';

let dir = '';
let podman: Podman;
let ronda: RondaConsole;
let web: Server;
let hostId = '';
let letters = '';

beforeAll(async () => {
  dir = await mkdtemp('/tmp/ronda-pm-');
  podman = await startPodman({ dir: join(dir, 'p') });
  letters = await podman.run(
    'surat',
    'n=0; while [ $n -lt 3 ]; do n=$((n+1)); echo "letter $n"; done; echo trouble >&2; exec sleep 1000',
  );
  web = createServer((_request, response) =>
    response.writeHead(200).end('{"status":"healthy","provider":{"status":"up"}}'),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  ronda = await openConsole({
    home: homeFolder(join(dir, 'home')),
    userHome: dir,
    label: 'podman test',
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
  const { profileId } = await ronda.dispatcher.run('profile.import', {
    yaml: nightProfile({ web: (web.address() as AddressInfo).port, tcp: 1 }),
  });
  await ronda.dispatcher.run('hosts.add', {
    name: 'Podman',
    profileId,
    target: { kind: 'local', socketPath: podman.socketPath },
  });
  hostId = ronda.state.list('hosts')[0]?.id ?? '';
});
afterAll(async () => {
  await ronda?.close();
  web?.close();
  await podman?.stop();
  await rm(dir, { recursive: true, force: true });
});

const tileOf = (serviceId: string) => ronda.state.get('tiles', `${hostId}/${serviceId}`);

test('Podman’s Docker socket is an engine like any other: found by its labels, checked, and its logs read', async () => {
  await ronda.dispatcher.run('hosts.test', { hostId });
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
});

test('what dies behind its back is down, and started again through it is up', async () => {
  await podman.docker.getContainer(letters).kill();
  await waitFor('it to be down', () => tileOf('surat')?.status === 'down');
  await ronda.dispatcher.run('services.act', { hostId, serviceId: 'surat', action: 'start' });
  await waitFor('it to be up', () => tileOf('surat')?.status === 'up');
  await ronda.dispatcher.run('services.act', { hostId, serviceId: 'surat', action: 'stop', reason: 'Uji' });
  expect(tileOf('surat')).toMatchObject({ status: 'paused', paused: { reason: 'Uji' } });
});
