import { expect, test } from 'vitest';
import type { Backup, RestorePlan } from '../../shared/domain/backup.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const backup: Backup = {
  id: 'b1234567',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt: 1000,
  verification: 'verified',
  verifiedAt: 1000,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  storedBytes: null,
  transferredBytes: null,
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 4096,
  sha256: 'a'.repeat(64),
  rowCounts: { warga: 12 },
  file: 'x.db',
  missing: false,
};
const plan: RestorePlan = {
  backupId: backup.id,
  hostId: 'pos-1',
  serviceId: 'warga-service',
  databaseId: 'warga',
  stops: [{ id: 'c1', name: 'prisma-warga-service-1', image: 'x', running: true }],
  volume: 'warga-data',
  targetPath: '/app/data/warga.db',
  current: { bytes: 4096, modifiedAt: 1 },
  replacement: { bytes: 4096, takenAt: 1000, rowCounts: { warga: 12 } },
  commands: ['docker stop prisma-warga-service-1'],
  estimatedDowntimeMs: 4000,
  warnings: [],
  planId: 'plan-1',
};

function server(outcome: 'restored' | 'rolled-back' = 'restored') {
  return createFakeConsole({
    'backup.list': async () => ({ backups: [backup] }),
    'backup.plan-restore': async () => ({ plan }),
    'backup.restore': async () => ({
      result: { outcome, safetyBackupId: 's1', downtimeMs: 3000, reason: outcome === 'restored' ? '' : 'x' },
    }),
  });
}
const restored = (fake: ReturnType<typeof server>) =>
  fake.calls.filter(({ name }) => name === 'backup.restore').map(({ input }) => input);

test('a dry run shows the plan and restores nothing', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['restore', 'b1234', '--dry-run'], io, fake.open)).toBe(0);
  expect(io.out()).toContain('docker stop prisma-warga-service-1');
  expect(restored(fake)).toEqual([]);
});

test('with --yes the very plan that was shown is carried out', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['restore', 'b1234567', '--yes', '--json'], io, fake.open)).toBe(0);
  expect(restored(fake)).toEqual([expect.objectContaining({ planId: 'plan-1', backupId: backup.id })]);
  expect(JSON.parse(io.out())).toMatchObject({ result: { outcome: 'restored', safetyBackupId: 's1' } });
});

test('without --yes and without a terminal nothing is even planned', async () => {
  const fake = server();
  expect(await runCli(['restore', 'latest'], createFakeIo(), fake.open)).toBe(2);
  expect(fake.calls.map(({ name }) => name)).not.toContain('backup.plan-restore');
});

test("on a terminal only the database's own name goes on", async () => {
  const wrong = server();
  const io = createFakeIo({ terminal: true });
  io.answer('to go on:', 'yes');
  expect(await runCli(['restore', 'latest'], io, wrong.open)).toBe(2);
  expect(restored(wrong)).toEqual([]);

  const right = server();
  const typing = createFakeIo({ terminal: true });
  typing.answer('to go on:', 'warga.db');
  expect(await runCli(['restore', 'latest'], typing, right.open)).toBe(0);
  expect(restored(right)).toHaveLength(1);
});

test('a restore that was rolled back ends with 1', async () => {
  const io = createFakeIo();
  expect(await runCli(['restore', 'latest', '--yes'], io, server('rolled-back').open)).toBe(1);
  expect(io.out()).toContain('ROLLED BACK');
});
