import { expect, test } from 'vitest';
import type { Archive, ArchivePlan, ArchiveSource } from '../../shared/domain/archive.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const archive: Archive = {
  id: 'a-1234567',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  serviceId: 'warga-service',
  sourceId: 'uploads-1a2b3c4d',
  kind: 'volume',
  name: 'uploads',
  mountPath: '/app/uploads\u001b[31m',
  takenAt: 1000,
  reason: 'manual',
  verification: 'verified',
  checkedAt: 2000,
  steps: [{ step: 'sha256', ok: true, detail: '', durationMs: 1 }],
  fileBytes: 4096,
  bytes: 10240,
  entries: 5,
  files: 3,
  file: 'pos-1/warga-service/files/uploads-1a2b3c4d/2026-11-26T00-00-00Z.tar.zst',
  missing: false,
};
const source = (sourceId: string, mountPath: string): ArchiveSource => ({
  hostId: 'pos-1',
  serviceId: 'warga-service',
  sourceId,
  kind: 'volume',
  name: sourceId,
  mountPath,
  container: 'c',
  readOnly: false,
  databases: [],
  inner: [],
});
const plan: ArchivePlan = {
  archiveId: archive.id,
  hostId: 'pos-1',
  serviceId: 'warga-service',
  sourceId: archive.sourceId,
  stops: [{ id: 'c1', name: 'prisma-warga-service-1', image: 'x', running: true }],
  volume: 'uploads',
  targetPath: '/app/uploads',
  replacement: { bytes: 10240, entries: 5, takenAt: 1000 },
  commands: ['docker stop prisma-warga-service-1'],
  estimatedDowntimeMs: 4000,
  warnings: [],
  planId: 'plan-1',
};

function server(outcome: 'restored' | 'rolled-back' = 'restored') {
  return createFakeConsole({
    'archive.list': async () => ({ archives: [archive], unreadable: [] }),
    'archive.sources': async () => ({ sources: [source('uploads-1', '/a'), source('json-2', '/b')] }),
    'archive.take': async () => ({ archive }),
    'archive.verify': async () => ({ archive: { ...archive, verification: 'failed' as const } }),
    'archive.remove': async () => ({}),
    'archive.plan-restore': async () => ({ plan }),
    'archive.restore': async () => ({
      result: {
        outcome,
        safetyArchiveId: 'a-2',
        downtimeMs: 3000,
        reason: outcome === 'restored' ? '' : 'x',
      },
    }),
  });
}
const of = (fake: ReturnType<typeof server>, wanted: string) =>
  fake.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

test('archives are listed without what a server could hide in a name', async () => {
  const io = createFakeIo();
  expect(await runCli(['archive', 'list'], io, server().open)).toBe(0);
  expect(io.out()).toContain('a-1234567');
  expect(io.out()).not.toContain('\u001b[31m');
});

test('a service with several volumes is asked which one, and takes it by its path', async () => {
  const several = server();
  expect(await runCli(['archive', 'take', 'warga-service'], createFakeIo(), several.open)).toBe(2);
  expect(of(several, 'archive.take')).toEqual([]);
  const fake = server();
  expect(await runCli(['archive', 'take', 'warga-service', '/b'], createFakeIo(), fake.open)).toBe(0);
  expect(of(fake, 'archive.take')).toEqual([expect.objectContaining({ sourceId: 'json-2' })]);
});

test('a damaged archive ends with 1', async () => {
  expect(await runCli(['archive', 'verify', 'a-12'], createFakeIo(), server().open)).toBe(1);
});

test("a dry run restores nothing; on a terminal only the volume's own name goes on", async () => {
  const dry = server();
  const io = createFakeIo();
  expect(await runCli(['archive', 'restore', 'a-12', '--dry-run'], io, dry.open)).toBe(0);
  expect(io.out()).toContain('docker stop prisma-warga-service-1');
  expect(of(dry, 'archive.restore')).toEqual([]);

  for (const [typed, code, count] of [
    ['yes', 2, 0],
    ['uploads', 0, 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer('to go on:', typed);
    expect(await runCli(['archive', 'restore', 'a-12'], typing, fake.open)).toBe(code);
    expect(of(fake, 'archive.restore')).toHaveLength(count);
  }
});

test('a restore that was rolled back ends with 1, and without a terminal --yes is needed', async () => {
  const io = createFakeIo();
  expect(await runCli(['archive', 'restore', 'a-12', '--yes'], io, server('rolled-back').open)).toBe(1);
  expect(io.out()).toContain('ROLLED BACK');
  const fake = server();
  expect(await runCli(['archive', 'restore', 'a-12'], createFakeIo(), fake.open)).toBe(2);
  expect(of(fake, 'archive.plan-restore')).toEqual([]);
});

test('an archive is deleted only after a yes', async () => {
  for (const [typed, code, count] of [
    ['no', 2, 0],
    ['yes', 0, 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer('to go on:', typed);
    expect(await runCli(['archive', 'remove', 'a-12'], typing, fake.open)).toBe(code);
    expect(of(fake, 'archive.remove')).toHaveLength(count);
  }
});
