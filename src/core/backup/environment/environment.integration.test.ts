import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { createFileLog } from '../../platform/file-log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import { openState } from '../../storage/state-client.ts';
import { createVault } from '../../vault/vault.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { writeServerFile } from '../rebuild/server-files.ts';
import { createEnvironmentHandlers } from './environment-handlers.ts';
import { withServerFile } from './server-file-place.ts';

const hostId = 'rt04';
const context = { signal: new AbortController().signal, emit: async () => undefined };
const image = 'ronda-sample/warga-service:1.0.0';
let folder: string;
let home: string;
let project: string;
let engine: Engine;
let docker: Docker;
let env: ReturnType<typeof createEnvironmentHandlers>;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-env-');
  home = join(folder, 'home');
  project = join(folder, 'prisma');
  for (const each of [home, project]) mkdirSync(each);
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  const log = createFileLog({
    folder: join(home, 'logs'),
    process: 'test',
    now: Date.now,
    onWriteError: (error) => expect.fail(String(error)),
  });
  const storage = await openState(new URL('../../storage/state-worker.ts', import.meta.url), {
    file: join(home, 'ronda.db'),
    copiesFolder: join(home, 'copies'),
  });
  const pad = (bytes: Buffer): Buffer => bytes.map((byte) => byte ^ 7) as Buffer;
  const vault = createVault({
    file: join(home, 'vault.json'),
    keyring: {
      wrap: async (secret) => pad(Buffer.from(secret)),
      unwrap: async (wrapped) => pad(Buffer.from(wrapped)).toString(),
    },
    clock: systemClock,
    onChange: () => undefined,
  });
  await vault.openByKeyring();
  env = createEnvironmentHandlers({
    connections: { get: () => connectTo(engine, docker).connection, subscribe: () => () => undefined },
    findServices: () => ({
      hostName: 'RT 04',
      services: [
        ...['warga-service', 'surat-service'].map((id) =>
          ServiceSpec.parse({ id, name: id, runsAs: 'container' }),
        ),
        ServiceSpec.parse({ id: 'bot', name: 'Bot', runsAs: 'process' }),
      ],
      project: null,
    }),
    vault,
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: storage.repositories.jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log,
      owner: 't',
    }),
    clock: systemClock,
    onJournal: (entry) => log.info('backup journal', { ...entry }),
    chooseSavePath: null,
  });
  close = async () => {
    await storage.close();
    log.flush();
  };
}, 120_000);
afterAll(async () => {
  await close?.();
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

async function runService(variables: readonly string[]): Promise<void> {
  await docker
    .getContainer('warga')
    .remove({ force: true })
    .catch(() => undefined);
  const container = await docker.createContainer({
    name: 'warga',
    Image: image,
    Entrypoint: ['sleep', '600'],
    Env: [...variables],
    Labels: {
      'com.docker.compose.service': 'warga-service',
      'com.docker.compose.project.working_dir': project,
      'com.docker.compose.project.environment_file': `${join(project, 'link.env')},/etc/shadow`,
    },
  });
  await container.start();
}
const take = () => env['env.snapshot']({ hostId }, context);
const fileHistory = async (name: string) => {
  const { histories } = await env['env.history']({ hostId }, context);
  return histories.find((each) => each.name === name) ?? expect.fail(`no history of ${name}`);
};

test('an environment and a .env file that changed make a second snapshot; a link is left out', async () => {
  writeFileSync(join(project, '.env'), 'DB_PASSWORD=kentongan-satu\nSAME=1\n', { mode: 0o640 });
  await runService(['TOKEN=rahasia-satu', '__proto__=rahasia-nol']);
  const first = await take();
  expect(first.added.map(({ name, snapshot }) => [name, snapshot])).toEqual([
    ['warga-service', 1],
    [join(project, '.env'), 1],
  ]);
  expect(first.unread).toEqual(['surat-service', 'bot']);
  expect(first.leftOut).toEqual([]);
  expect(await take()).toMatchObject({ added: [], unchanged: 2 });

  await runService(['TOKEN=rahasia-dua', '__proto__=rahasia-nol']);
  writeFileSync(join(project, '.env'), 'DB_PASSWORD=kentongan-dua\nSAME=1\nNEW=x\n');
  symlinkSync('/etc/shadow', join(project, 'link.env'));
  const second = await take();
  expect(second.added.map(({ snapshot }) => snapshot)).toEqual([2, 2]);
  expect(second.leftOut).toMatchObject([
    { what: join(project, 'link.env'), why: { code: 'env.not-a-file' } },
  ]);
  const service = await fileHistory('warga-service');
  // What its image brings is no environment of its own.
  expect(service.keys.map(({ name }) => name)).toEqual(['TOKEN', '__proto__']);
  expect(service.snapshots[1]?.change).toEqual({ added: [], changed: ['TOKEN'], removed: [] });
  const at = { hostId, historyId: service.historyId, snapshot: 1 };
  expect(await env['env.reveal']({ ...at, name: 'TOKEN' }, context)).toEqual({ value: 'rahasia-satu' });
  const helpers = { all: true, filters: { label: ['org.ronda.helper'] } };
  expect(await docker.listContainers(helpers)).toEqual([]);
}, 120_000);

test('a .env file is put back with owner and mode, its containers are left alone, and what stood there is kept', async () => {
  const path = join(project, '.env');
  const write = (text: string): Promise<void> =>
    writeServerFile(docker, image, { path, uid: 33, gid: 34, mode: 0o604, content: Buffer.from(text) });
  await write('DB_PASSWORD=kentongan-dua\nSAME=1\nNEW=x\n');
  const { historyId } = await fileHistory(path);
  const target = { hostId, historyId, snapshot: 1 };
  const { plan } = await env['env.plan-restore'](target, context);
  expect(plan).toMatchObject({
    path,
    isThere: true,
    isSame: false,
    change: { added: [], changed: ['DB_PASSWORD'], removed: ['NEW'] },
    mode: 0o604,
    commands: [`cd '${project}' && docker compose up -d`],
  });
  expect(JSON.stringify(plan)).not.toContain('kentongan');

  // What somebody wrote meanwhile is not replaced by a plan that did not know of it.
  await write('DB_PASSWORD=kentongan-tiga\n');
  const order = { ...target, reason: '' };
  await expect(env['env.restore']({ ...order, planId: plan.planId }, context)).rejects.toMatchObject({
    code: 'env.plan-outdated',
  });
  expect(readFileSync(path, 'utf8')).toBe('DB_PASSWORD=kentongan-tiga\n');

  const running = (await docker.getContainer('warga').inspect()).State.StartedAt;
  const { plan: fresh } = await env['env.plan-restore'](target, context);
  const { result } = await env['env.restore']({ ...order, planId: fresh.planId }, context);
  expect(result).toMatchObject({ outcome: 'restored', safetySnapshot: 3, commands: fresh.commands });
  expect(readFileSync(path, 'utf8')).toBe('DB_PASSWORD=kentongan-satu\nSAME=1\n');
  const now = statSync(path);
  expect([now.uid, now.gid, now.mode & 0o7777]).toEqual([33, 34, 0o604]);
  expect(readdirSync(project).sort()).toEqual(['.env', 'link.env']);
  expect((await docker.getContainer('warga').inspect()).State.StartedAt).toBe(running);
  const safety = { hostId, historyId, snapshot: 3, name: 'DB_PASSWORD' };
  expect(await env['env.reveal'](safety, context)).toEqual({ value: 'kentongan-tiga' });
  expect((await env['env.plan-restore'](target, context)).plan.isSame).toBe(true);

  // A file that is gone comes back with the owner and mode it had last.
  rmSync(path);
  const { plan: gone } = await env['env.plan-restore'](target, context);
  expect(gone).toMatchObject({ isThere: false, uid: 33, gid: 34, mode: 0o604 });
  await env['env.restore']({ ...order, planId: gone.planId }, context);
  expect([statSync(path).uid, statSync(path).mode & 0o7777]).toEqual([33, 0o604]);
  const helpers = { all: true, filters: { label: ['org.ronda.helper'] } };
  expect(await docker.listContainers(helpers)).toEqual([]);
}, 120_000);

test('where the link is cut after the upload, the server itself removes what was uploaded', async () => {
  const path = join(project, '.env');
  const before = readFileSync(path, 'utf8');
  const cut = new Docker({ socketPath: engine.socketPath });
  let commands = 0;
  // The tools were probed and the removal armed: whatever comes then does not arrive.
  cut.getContainer = (id) =>
    new Proxy(docker.getContainer(id), {
      get(container, name) {
        if (name === 'exec') commands += 1;
        if ((name === 'exec' && commands > 2) || (name === 'remove' && commands > 2))
          return () => Promise.reject(new Error('cut'));
        return Reflect.get(container, name);
      },
    });
  const text = 'TOKEN=kentongan-lima\n';
  const work = withServerFile(
    ...([cut, 'RT 04', [image], path, async () => ({ kind: 'absent' as const }), context.signal] as const),
    (place) => place.replace({ kind: 'file', bytes: Buffer.from(text), uid: 0, gid: 0, mode: 0o600 }),
    2,
  );
  await expect(work).rejects.toThrow('cut');
  expect(readdirSync(project)).toContain('.env.ronda-new');
  await expect.poll(() => readdirSync(project), { timeout: 15_000 }).not.toContain('.env.ronda-new');
  expect(readFileSync(path, 'utf8')).toBe(before);
  for (const { Id } of await docker.listContainers({ filters: { label: ['org.ronda.helper'] } }))
    await docker.getContainer(Id).remove({ force: true });
}, 60_000);

test('a link in the place of a .env file is not followed, and a service has no file to put back', async () => {
  const path = join(project, '.env');
  const { historyId } = await fileHistory(path);
  const outside = join(folder, 'outside');
  writeFileSync(outside, 'untouched');
  rmSync(path);
  symlinkSync(outside, path);
  await expect(env['env.plan-restore']({ hostId, historyId, snapshot: 1 }, context)).rejects.toMatchObject({
    code: 'env.not-a-file',
  });
  expect(readFileSync(outside, 'utf8')).toBe('untouched');
  const service = { hostId, historyId: 'service-warga-service', snapshot: 1 };
  await expect(env['env.plan-restore'](service, context)).rejects.toMatchObject({
    code: 'env.not-restorable',
  });
}, 60_000);

test('no file of the home holds a value in plain text', async () => {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['vault.json', 'ronda.db']));
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name)).toString('latin1'), name).not.toMatch(/rahasia|kentongan/);
  expect(statSync(join(home, 'vault.json')).mode & 0o777).toBe(0o600);
});
