import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { createArchiveFeature } from '../files/create-archive-feature.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { helperLabel } from '../restore/restore-helper.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createDataHistoryHandlers } from './data-history-handlers.ts';
import { createDataRestoreHandlers } from './data-restore-handlers.ts';

const signal = new AbortController().signal;
const context = { signal, emit: async () => undefined } as never;
let engine: Engine;
let docker: Docker;
let folder: string;
let service: Docker.Container;
let turn = 0;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-dr-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  turn += 1;
  service = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    name: `json-${turn}`,
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'surat-service' },
    Healthcheck: {
      Test: ['CMD-SHELL', '! grep -q sick /data/store.json'],
      Interval: 3e8,
      Timeout: 2e9,
      Retries: 3,
    },
    HostConfig: { Binds: [`json-${turn}:/data`] },
    User: '0',
  });
  await service.start();
  await sh(`cd /data; mkdir -p 'a b/deep'; chown 1000:1001 . ; chmod 2750 .; chown 7:8 'a b' 'a b/deep'; chmod 700 'a b/deep'
    echo '{"v":1}' > store.json; chown 33:34 store.json; chmod 640 store.json
    echo '{"lama":1}' > 'a b/deep/it'"'"'s.json'; chown 9:9 'a b/deep'/*; echo x > photo.jpg; echo '[1]' > other.json; ln -s photo.jpg link`);
});
afterEach(async () => {
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true, v: true });
});

async function sh(script: string): Promise<string> {
  const running = await execInContainer(docker, service.id, { argv: ['sh', '-c', script] }, signal);
  let output = '';
  for await (const chunk of running.stdout) output += chunk.toString();
  expect({ code: await running.exitCode(), stderr: running.stderr() }).toEqual({ code: 0, stderr: '' });
  return output;
}
/** Names, kinds, owners, modes and bytes of everything in the volume. */
const look = (): Promise<string> =>
  sh(
    'cd /data; find . | sort | while read -r n; do stat -c "%n %F %u:%g %a" "$n"; done; find . -type f | sort | while read -r n; do sha256sum "$n"; done',
  );
/** Everything but the named files: nothing of that may change. */
const others = async (): Promise<string> =>
  (await look())
    .split('\n')
    .filter((line) => !/store\.json|it's\.json|\/a b\/deep /.test(line))
    .join('\n');

function open(repositories = createMemoryRepositories()) {
  const journal: BackupJournalEntry[] = [];
  const spec = ServiceSpec.parse({ id: 'surat-service', name: 'Surat', runsAs: 'container' });
  const { connection } = connectTo(engine, new Docker({ socketPath: engine.socketPath }));
  const ports = {
    connections: { get: () => connection, subscribe: () => () => undefined },
    findServices: () => ({ hostName: 'RT 04', services: [spec], project: null }),
    repositories,
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: repositories.jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log: silentLog,
      owner: 't',
    }),
    clock: systemClock,
    log: silentLog,
    backupFolder: () => join(folder, `backups-${turn}`),
    remoteOf: async () => null,
    keys: plainStorage,
    inspector: createInspector(createForkSpawner()),
    spawnInspector: createForkSpawner(),
    checkHealth: null,
    onJournal: (entry: BackupJournalEntry) => void journal.push(entry),
  };
  const archives = createArchiveFeature(ports);
  const handlers = {
    ...createDataHistoryHandlers(ports),
    ...createDataRestoreHandlers({ ...ports, ...archives.restores }),
  };
  return {
    handlers,
    journal,
    archives,
    async take(): Promise<string> {
      const { commit } = await handlers['data.snapshot']({ hostId: 'rt04' }, context);
      if (commit === null) throw new Error('nothing changed');
      return commit;
    },
    async paths(commit: string, ...ends: string[]): Promise<string[]> {
      const { paths } = await handlers['data.show']({ hostId: 'rt04', commit }, context);
      return ends.map((end) => paths.find((path) => path.endsWith(end)) ?? end);
    },
    async restore(commit: string, files?: readonly string[]) {
      const request = {
        hostId: 'rt04',
        serviceId: 'surat-service',
        commit,
        ...(files && { files: [...files] }),
      };
      const { plan } = await handlers['data.plan-restore'](request, context);
      const input = { ...request, planId: plan.planId, reason: 'test' };
      return (await handlers['data.restore'](input, context)).result;
    },
  };
}
async function expectNoTraces(): Promise<void> {
  expect(await sh('ls -A /data')).not.toContain('ronda');
  expect(await docker.listContainers({ all: true, filters: { label: [helperLabel] } })).toEqual([]);
  expect(readdirSync(join(folder, `backups-${turn}`, 'rt04', 'data.git')).join()).not.toContain('reading-');
}

test('files are put back with owner and mode, a lost one in its folder, and nothing else is touched', async () => {
  const console = open();
  const before = await look();
  const commit = await console.take();
  const files = await console.paths(commit, 'store.json', "it's.json");
  await sh(
    `cd /data; echo '{"v":2}' > store.json; rm -r 'a b/deep'; echo changed > photo.jpg; echo '[2]' > other.json`,
  );
  const beside = await others();
  const request = { hostId: 'rt04', serviceId: 'surat-service', commit, files };
  const { plan } = await console.handlers['data.plan-restore'](request, context);
  expect(plan.files.map(({ path, change }) => [path, change])).toEqual([
    [files[1], 'appears'],
    [files[0], 'changes'],
  ]);
  expect(plan.stops.map(({ name }) => name)).toEqual([`json-${turn}`]);
  expect(plan).toMatchObject({ volume: `json-${turn}`, targetPath: '/data', warnings: [] });

  const result = await console.restore(commit, files);
  expect(result).toMatchObject({ outcome: 'restored', reason: '' });
  const line = (text: string, part: string) => text.split('\n').filter((each) => each.includes(part));
  const after = await look();
  expect(line(after, 'store.json')).toEqual(line(before, 'store.json'));
  // The folder of the lost file was lost, too: it is like the one above it, and so is the file.
  expect(line(after, "it's.json")[0]).toContain('7:8 644');
  expect(line(after, './a b/deep ')[0]).toContain('directory 7:8 755');
  expect(await others()).toBe(beside);
  await expectNoTraces();
  expect(console.journal.at(-1)).toMatchObject({
    event: 'restored',
    text: expect.stringContaining('(test)'),
  });

  // What was there is a commit, and can be put back the same way.
  const shown = await console.handlers['data.show'](
    { hostId: 'rt04', commit: result.safetyCommit, path: files[0] },
    context,
  );
  expect(shown.text).toBe('{"v":2}\n');
  expect(await console.restore(result.safetyCommit, [files[0] ?? ''])).toMatchObject({ outcome: 'restored' });
  expect(await sh('cat /data/store.json')).toBe('{"v":2}\n');
}, 120_000);

test('files that the service does not become healthy on are rolled back to identical bytes, owner and mode', async () => {
  const console = open();
  await sh(`cd /data; echo '{"v":"sick"}' > store.json`);
  const commit = await console.take();
  await sh(`cd /data; echo '{"v":3}' > store.json; chown 5:6 store.json; chmod 604 store.json; rm -r 'a b'`);
  const before = await look();
  const result = await console.restore(commit);
  expect(result.outcome).toBe('rolled-back');
  expect(result.reason).toContain('unhealthy');
  expect(await look()).toBe(before);
  await expectNoTraces();
  expect(console.journal.at(-1)?.event).toBe('rolled-back');
}, 120_000);

test('a plan is refused once the live files have changed, and where nothing would change nothing stops', async () => {
  const console = open();
  const commit = await console.take();
  const [file = ''] = await console.paths(commit, 'store.json');
  const request = { hostId: 'rt04', serviceId: 'surat-service', commit, files: [file] };
  const startedAt = async () => (await service.inspect()).State.StartedAt;
  const before = await startedAt();
  await expect(console.restore(commit, [file])).rejects.toMatchObject({ code: 'data.nothing-to-restore' });
  await sh(`echo '{"v":2}' > /data/store.json`);
  const { plan } = await console.handlers['data.plan-restore'](request, context);
  await sh(`echo '{"v":3}' > /data/store.json`);
  await expect(
    console.handlers['data.restore']({ ...request, planId: plan.planId, reason: '' }, context),
  ).rejects.toMatchObject({ code: 'backup.plan-outdated' });
  expect(await startedAt()).toBe(before);
  expect(await sh('cat /data/store.json')).toBe('{"v":3}\n');
}, 120_000);

test('what is there is not replaced when no commit could hold it, or when a link stands in its place', async () => {
  const console = open();
  const commit = await console.take();
  const files = await console.paths(commit, 'store.json', "it's.json");
  for (const [script, file] of [
    [`printf '\\377\\376' > /data/store.json`, files[0]],
    ['rm /data/store.json; ln -s other.json /data/store.json', files[0]],
    [`mv '/data/a b/deep' /data/moved; ln -s ../moved '/data/a b/deep'`, files[1]],
  ]) {
    await sh(script ?? '');
    const before = await look();
    await expect(console.restore(commit, [file ?? ''])).rejects.toMatchObject({ code: 'data.no-place' });
    expect(await look()).toBe(before);
  }
}, 120_000);

test.each([
  ['putting', 'old'],
  ['put', 'new'],
] as const)(
  'killed after %s was recorded, the next start leaves the %s files, running',
  async (step, which) => {
    const repositories = createMemoryRepositories();
    const { restoreSteps } = repositories;
    let reached = (): void => undefined;
    const killed = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const dying = open({
      ...repositories,
      restoreSteps: {
        ...restoreSteps,
        // From here on nothing of this console runs any more, as if it had been killed.
        async add(id, at, name, json) {
          await restoreSteps.add(id, at, name, json);
          if (name !== step) return;
          reached();
          await new Promise<void>(() => undefined);
        },
      },
    });
    const commit = await dying.take();
    await sh(`echo '{"v":2}' > /data/store.json; rm -r '/data/a b/deep'`);
    const before = await look();
    void dying.restore(commit).catch(() => undefined);
    await killed;
    await open(repositories).archives.recoverInterruptedRestores('rt04');
    if (which === 'old') expect(await look()).toBe(before);
    else expect(await sh(`cat /data/store.json '/data/a b/deep/'*`)).toBe('{"v":1}\n{"lama":1}\n');
    expect((await service.inspect()).State.Running).toBe(true);
    expect(await sh('ls -A /data')).not.toContain('ronda');
    expect(await repositories.restoreSteps.unfinished()).toEqual([]);
  },
  120_000,
);

test('the commands that the plan shows, typed by hand, put the same files back', async () => {
  const console = open();
  const commit = await console.take();
  await sh(`echo '{"v":2}' > /data/store.json; rm -r '/data/a b'`);
  const request = { hostId: 'rt04', serviceId: 'surat-service', commit };
  const { plan } = await console.handlers['data.plan-restore'](request, context);
  execFileSync('sh', ['-e', '-c', plan.commands.join('\n')], {
    cwd: join(folder, `backups-${turn}`, 'rt04'),
    env: { ...process.env, ...engine.docker },
    stdio: 'pipe',
  });
  expect(await sh(`cat /data/store.json '/data/a b/deep/'*`)).toBe('{"v":1}\n{"lama":1}\n');
  expect(await sh('stat -c "%u:%g %a" /data/store.json')).toBe('33:34 640\n');
}, 120_000);
