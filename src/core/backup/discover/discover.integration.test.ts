import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import { type DatabaseSpec, ServiceSpec } from '../../../shared/domain/profile.ts';
import { helperLabel } from '../restore/restore-helper.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { createDiscoveryHandlers } from './discovery-handlers.ts';

const signal = new AbortController().signal;
const context = { signal, emit: async () => undefined } as never;
const put = `const D = require('better-sqlite3'); const fs = require('fs');
const db = (path) => { const d = new D(path); d.exec('CREATE TABLE t (a)'); d.close(); };
db('/data/toko.db'); db('/data/kas'); db('/data/tua\\nbaru.db'); db('/data/-rf.sqlite3');
db("/data/it's \\"$(touch owned)\\".DB"); db('/data/known.db');
fs.mkdirSync('/data/node_modules'); db('/data/node_modules/x.db'); db('/data/.ronda-1.db');
fs.writeFileSync('/data/fake.db', 'SQLite format 3\\n' + 'x'.repeat(1000));
fs.writeFileSync('/data/log.txt', 'x'.repeat(9000)); fs.writeFileSync('/data/empty.db', '');
fs.symlinkSync('/data/toko.db', '/data/link.db'); fs.symlinkSync('/', '/data/loop');
const live = new D('/data/live.db'); live.pragma('journal_mode = WAL'); live.exec('CREATE TABLE t (a)');
console.log('ready'); setInterval(() => {}, 1000);`;

let engine: Engine;
let docker: Docker;
let folder: string;
let writer: Docker.Container;
beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-find-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  writer = await run('toko', ['node', '-e', put]);
  await waitFor('the files', async () =>
    String(await writer.logs({ stdout: true, stderr: true })).includes('ready'),
  );
}, 120_000);
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

async function run(service: string, entrypoint: string[]): Promise<Docker.Container> {
  const container = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: entrypoint,
    Labels: { 'com.docker.compose.service': service },
    HostConfig: { Binds: ['toko_data:/data'] },
    User: '0',
  });
  await container.start();
  return container;
}

function open() {
  const known: DatabaseSpec = { id: 'known', engine: 'sqlite', path: '/data/known.db', volume: 'toko_data' };
  const services = [
    ServiceSpec.parse({ id: 'toko', name: 'Toko', runsAs: 'container', databases: [known] }),
    ServiceSpec.parse({ id: 'reader', name: 'Reader', runsAs: 'container' }),
    ServiceSpec.parse({ id: 'away', name: 'Away', runsAs: 'container' }),
  ];
  const added: unknown[] = [];
  const removed: unknown[] = [];
  const kas: DatabaseSpec = { id: 'kas', engine: 'sqlite', path: '/data/kas', volume: 'toko_data' };
  const handlers = createDiscoveryHandlers({
    connections: { get: () => connectTo(engine, docker).connection, subscribe: () => () => undefined },
    findServices: () => ({ hostName: 'RT 04', services, project: null }),
    profileIdOf: () => 'toko',
    addDatabase: async (...args) => void added.push(args),
    addedDatabases: () => ({ toko: [kas] }),
    removeDatabase: async (...args) => void removed.push(args),
    sharedWith: () => ['Cabang'],
    onJournal: () => undefined,
  });
  const discover = async (includeStopped = false) =>
    handlers['backup.discover']({ hostId: 'rt04', includeStopped }, context);
  const adopt = async (path: string, id: string) =>
    handlers['backup.adopt']({ hostId: 'rt04', serviceId: 'toko', path, id }, context);
  const unadopt = async (databaseId: string) =>
    handlers['backup.unadopt']({ hostId: 'rt04', serviceId: 'toko', databaseId }, context);
  return { discover, adopt, unadopt, added, removed };
}

const everything = [
  ['/data/-rf.sqlite3', 'sqlite', 'rf'],
  ['/data/empty.db', 'other', 'empty'],
  ['/data/fake.db', 'other', 'fake'],
  [`/data/it's "$(touch owned)".DB`, 'sqlite', 'it-s-touch-owned'],
  ['/data/kas', 'sqlite', 'kas'],
  ['/data/known.db', 'sqlite', null],
  ['/data/live.db', 'sqlite', 'live'],
  ['/data/toko.db', 'sqlite', 'toko'],
  ['/data/tua\nbaru.db', 'sqlite', null],
];
type Found = Awaited<ReturnType<ReturnType<typeof open>['discover']>>;
const seen = ({ databases }: Found) =>
  databases
    .map(({ path, content, suggestedId }) => [path, content, suggestedId])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

async function inVolume(): Promise<string> {
  const script = 'find /data -exec stat -c "%n %s %y %z" {} + | sort; ls / /tmp';
  const exec = await execInContainer(docker, writer.id, { argv: ['sh', '-c', script] }, signal);
  let text = '';
  for await (const chunk of exec.stdout) text += chunk;
  return text;
}

test('what the manual does not name is found by name and by header, whatever it is called, and nothing is written', async () => {
  const before = await inVolume();
  const changes = await writer.changes();
  const found = await open().discover();
  expect(seen(found)).toEqual(everything);
  const known = found.databases.find(({ path }) => path === '/data/known.db');
  expect(known).toMatchObject({ named: { serviceId: 'toko', databaseId: 'known' }, volume: 'toko_data' });
  expect(found.databases.filter(({ named }) => named)).toHaveLength(1);
  expect(known?.bytes).toBe(8192);
  expect(found).toMatchObject({
    isWhole: true,
    sharedWith: ['Cabang'],
    unread: expect.arrayContaining([{ serviceId: 'away', why: 'no-container' }]),
  });
  expect(await inVolume()).toBe(before);
  expect(await writer.changes()).toEqual(changes);
});

test('an image without a shell is looked into by its Node, with the same answer; one with neither is said', async () => {
  const hide = (...files: string[]) => [
    'node',
    '-e',
    `for (const file of ${JSON.stringify(files)}) require('fs').unlinkSync(file); setInterval(() => {}, 1000)`,
  ];
  const node = await run('reader', hide('/bin/busybox'));
  const reader = () => open().discover();
  await writer.pause();
  try {
    // The same volume, seen by this one alone.
    await expect
      .poll(async () => seen(await reader()).map(([path]) => path))
      .toEqual(everything.map(([path]) => path));
  } finally {
    await writer.unpause();
    await node.remove({ force: true });
  }
  const bare = await run('reader', hide('/bin/busybox', '/usr/local/bin/node'));
  try {
    await expect
      .poll(async () => (await reader()).unread)
      .toContainEqual({ serviceId: 'reader', why: 'no-tools' });
  } finally {
    await bare.remove({ force: true });
  }
});

test('a service that stands still is looked into only when asked, by a helper that is gone afterwards', async () => {
  const still = await run('reader', ['true']);
  await still.wait();
  await writer.pause();
  try {
    expect((await open().discover()).unread).toContainEqual({ serviceId: 'reader', why: 'stopped' });
    expect(seen(await open().discover(true)).map(([path]) => path)).toEqual(everything.map(([path]) => path));
    expect(await docker.listContainers({ all: true, filters: { label: [helperLabel] } })).toEqual([]);
  } finally {
    await writer.unpause();
    await still.remove({ force: true });
  }
});

test('a found database is added to the manual; what is named, no database, or taken is refused and adds nothing', async () => {
  const { adopt, added } = open();
  for (const [path, id, code] of [
    ['/data/known.db', 'other', 'backup.already-named'],
    ['/data/fake.db', 'fake', 'backup.not-sqlite'],
    ['/data/toko.db', 'known', 'backup.id-taken'],
    ['/etc/passwd', 'x', 'backup.not-discovered'],
  ] as const)
    await expect(adopt(path, id)).rejects.toMatchObject({ code });
  expect(added).toEqual([]);
  const { database } = await adopt('/data/../data/kas', 'kas');
  expect(database).toEqual({ id: 'kas', engine: 'sqlite', path: '/data/kas', volume: 'toko_data' });
  expect(added).toEqual([['toko', 'toko', database]]);
});

test('an added database is taken out again; what the manual itself names is not', async () => {
  const { discover, unadopt, removed } = open();
  expect((await discover()).added).toMatchObject([{ serviceId: 'toko', database: { id: 'kas' } }]);
  await expect(unadopt('known')).rejects.toMatchObject({ code: 'backup.not-added' });
  expect(removed).toEqual([]);
  await unadopt('kas');
  expect(removed).toEqual([['toko', 'toko', 'kas']]);
});
