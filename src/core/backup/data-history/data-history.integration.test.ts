import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { helperLabel } from '../restore/restore-helper.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createDataHistoryHandlers } from './data-history-handlers.ts';

const signal = new AbortController().signal;
let engine: Engine;
let docker: Docker;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-dh-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

test('JSON of a volume becomes a commit per change; broken is kept, too large is named, a stopped service is read', async () => {
  const service = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'surat-service' },
    HostConfig: { Binds: ['surat:/data'] },
    User: '0',
  });
  await service.start();
  const sh = async (script: string): Promise<void> => {
    const running = await execInContainer(docker, service.id, { argv: ['sh', '-c', script] }, signal);
    for await (const _chunk of running.stdout);
    expect({ code: await running.exitCode(), stderr: running.stderr() }).toEqual({ code: 0, stderr: '' });
  };
  await sh(`cd /data; mkdir -p sub node_modules; echo '{"a":1}' > data-store.json; echo '[1' > sub/torn.json
    echo x > other.db; echo '{}' > node_modules/no.json; head -c 17000000 /dev/zero > big.json; ln -s /etc link.json`);
  const repositories = createMemoryRepositories();
  const journal: string[] = [];
  const handlers = createDataHistoryHandlers({
    inspector: createInspector(createForkSpawner()),
    keys: plainStorage,
    connections: {
      get: () => connectTo(engine, docker).connection,
      subscribe: () => () => undefined,
    },
    findServices: () => ({
      hostName: 'RT 04',
      services: [ServiceSpec.parse({ id: 'surat-service', name: 'Surat', runsAs: 'container' })],
      project: null,
    }),
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: repositories.jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log: silentLog,
      owner: 't',
    }),
    clock: systemClock,
    backupFolder: () => join(folder, 'backups'),
    remoteOf: async () => null,
    onJournal: ({ event }) => void journal.push(event),
  });
  const context = { signal, emit: async () => undefined } as never;
  const take = () => handlers['data.snapshot']({ hostId: 'rt04' }, context);

  const first = await take();
  expect(first.files).toBe(2);
  expect(first.broken).toEqual([expect.stringMatching(/sub\/torn\.json$/)]);
  expect(first.leftOut).toEqual([expect.stringMatching(/big\.json: /)]);
  expect((await take()).commit).toBeNull();
  await sh(`echo '{"a":1,"b":2}' > /data/data-store.json`);
  await service.stop();
  const second = await take();
  const { commits } = await handlers['data.history']({ hostId: 'rt04', limit: 10 }, context);
  expect(commits.map(({ commit }) => commit)).toEqual([second.commit, first.commit]);
  expect(commits[0]?.message).toContain('data-store.json: changed, +1 -0 entries');
  expect(commits[1]?.message).toContain('broken JSON, kept as it is: surat-service/');
  const at = { hostId: 'rt04', commit: first.commit ?? '' };
  const { paths } = await handlers['data.show'](at, context);
  const path = paths.find((each) => each.endsWith('data-store.json')) ?? '';
  expect((await handlers['data.show']({ ...at, path }, context)).text).toBe('{"a":1}\n');
  expect(journal).toEqual(['backup-taken', 'backup-taken']);
  expect(await docker.listContainers({ all: true, filters: { label: [helperLabel] } })).toEqual([]);
}, 120_000);
