import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Backup } from '../../shared/domain/backup.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const backup: Backup = {
  id: 'b-11111',
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
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 4096,
  sha256: '0'.repeat(64),
  storedBytes: 900,
  transferredBytes: null,
  rowCounts: { warga: 2 },
  file: 'pos-1/warga-service/warga/1970-01-01T00-00-01Z.db.zst.age',
  missing: false,
};

const server = () => {
  const fake = createFakeConsole({
    'backup.list': async () => ({ backups: [backup] }),
    'backup.save': async ({ path }) => ({ path: path ?? null }),
    'vault.unlock': async () => ({}),
  });
  return fake;
};

test('a backup is saved where it is said, and what that file is good for and open to is told', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['backup', 'save', 'b-11111', 'out/warga.db'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)).toEqual({
    name: 'backup.save',
    input: { backupId: 'b-11111', path: resolve('out/warga.db') },
  });
  expect(io.out()).toContain('A browser app takes this file in');
  expect(io.out()).toContain('not encrypted');
});

test('an encrypted backup asks for the locked vault that has its key', async () => {
  const fake = server();
  const app = fake.state.get('app', 'app');
  if (app) fake.state.set('app', 'app', { ...app, vault: 'locked' });
  const io = createFakeIo({ terminal: true });
  io.answer('assphrase', 'pos ronda malam');
  expect(await runCli(['backup', 'save', 'latest', 'warga.db'], io, fake.open)).toBe(0);
  expect(fake.calls.map(({ name }) => name)).toEqual(['backup.list', 'vault.unlock', 'backup.save']);
  expect(io.err()).not.toContain('pos ronda malam');
});
