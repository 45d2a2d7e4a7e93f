import { expect, test } from 'vitest';
import type { HostView } from '../../shared/domain/host.ts';
import type { RebuildKitView, RebuildPlan, RebuildResult } from '../../shared/domain/rebuild.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole, hostView } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const hosts: HostView[] = [hostView('pos-1', 'Pos Ronda'), hostView('baru', 'Server baru')];
const kit: RebuildKitView = {
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  takenAt: 1000,
  containers: [{ name: 'prisma-gateway-1', image: 'rt04/gateway:1', isRunning: true }],
  volumes: ['warga-data'],
  files: [{ path: '/opt/prisma/compose.yaml', bytes: 12 }],
  leftOut: [{ what: 'ollama', why: 'outside of Docker' }],
  gaps: [],
};
const plan: RebuildPlan = {
  hostId: 'pos-1',
  targetHostId: 'baru',
  kitTakenAt: 1000,
  images: [],
  volumes: [{ name: 'warga-data', archiveTakenAt: null, databases: [], bytes: 0 }],
  files: [{ path: '/etc/nginx/nginx.conf', state: 'other' }],
  containers: ['prisma-gateway-1'],
  leftovers: [],
  bytes: 5_000_000,
  commands: ['docker volume create warga-data'],
  warnings: [],
  planId: 'plan-1',
};

function server(over: { kit?: RebuildKitView | null; result?: Partial<RebuildResult> } = {}) {
  const result = { containers: [], failing: [], durationMs: 60_000, ...over.result };
  return createFakeConsole(
    {
      'rebuild.kit': async () => ({ kit: over.kit === undefined ? kit : over.kit }),
      'rebuild.plan': async () => ({ plan }),
      'rebuild.run': async () => ({ result }),
    },
    { hosts },
  );
}
const argv = ['--host', 'pos-1', 'rebuild'];
const of = (fake: ReturnType<typeof server>, wanted: string) =>
  fake.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

test('what is missing for a rebuild is named, and ends with 1', async () => {
  const io = createFakeIo();
  expect(await runCli([...argv, 'show'], io, server().open)).toBe(0);
  expect(io.out()).toContain('not taken along: ollama (outside of Docker)');
  const gaps = [{ kind: 'database' as const, name: '/app/data/warga.db', serviceId: 'warga-service' }];
  const bad = createFakeIo();
  expect(await runCli([...argv, 'show'], bad, server({ kit: { ...kit, gaps } }).open)).toBe(1);
  expect(bad.out()).toContain('missing: database /app/data/warga.db of warga-service');
  expect(await runCli([...argv, 'show'], createFakeIo(), server({ kit: null }).open)).not.toBe(0);
});

test('a dry run builds nothing; then only the name of the target goes on', async () => {
  const dry = server();
  const io = createFakeIo();
  expect(await runCli([...argv, 'run', 'baru', '--dry-run'], io, dry.open)).toBe(0);
  expect(io.out()).toContain('volume warga-data: begins empty');
  expect(io.out()).toContain('/etc/nginx/nginx.conf.ronda');
  expect(of(dry, 'rebuild.run')).toEqual([]);
  for (const [typed, count] of [
    ['yes', 0],
    ['Server baru', 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer('to go on:', typed);
    await runCli([...argv, 'run', 'baru'], typing, fake.open);
    expect(of(fake, 'rebuild.run')).toHaveLength(count);
  }
  expect(await runCli([...argv, 'run', 'baru'], createFakeIo(), server().open)).toBe(2);
});

test('a rebuild that is not well everywhere ends with 1 and says where', async () => {
  const result = {
    containers: [{ name: 'prisma-gateway-1', problem: 'keeps restarting' }],
    failing: ['gateway'],
  };
  const io = createFakeIo();
  expect(await runCli([...argv, 'run', 'baru', '--yes'], io, server({ result }).open)).toBe(1);
  expect(io.out()).toContain('prisma-gateway-1: keeps restarting');
  expect(await runCli([...argv, 'run', 'baru', '--yes'], createFakeIo(), server().open)).toBe(0);
});
