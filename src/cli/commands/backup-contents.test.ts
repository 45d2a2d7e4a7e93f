import { expect, test } from 'vitest';
import type { Backup } from '../../shared/domain/backup.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const backup = (id: string, takenAt: number): Backup => ({
  id,
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt,
  verification: 'verified',
  verifiedAt: takenAt,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 4096,
  sha256: '0'.repeat(64),
  storedBytes: null,
  transferredBytes: null,
  rowCounts: { warga: 2 },
  file: `pos-1/warga-service/warga/${id}.db`,
  missing: false,
});

const server = () =>
  createFakeConsole({
    'backup.list': async () => ({ backups: [backup('b-11111', 1000), backup('b-22222', 2000)] }),
    'backup.tables': async () => ({
      tables: [
        {
          name: 'warga',
          rows: 2,
          columns: [{ name: 'nama', type: 'TEXT', isKey: false, isRequired: true, isGenerated: false }],
          schema: ['CREATE TABLE warga (nama TEXT NOT NULL)'],
        },
      ],
    }),
    'backup.rows': async () => ({
      columns: ['nama', 'foto'],
      rows: [
        [
          { kind: 'text' as const, text: 'Siti\u001b[2J', size: null },
          { kind: 'blob' as const, text: 'ffd8', size: 90_000 },
        ],
      ],
      total: 41,
    }),
    'backup.compare': async () => ({
      older: { backupId: 'b-11111', takenAt: 1000 },
      newer: { backupId: 'b-22222', takenAt: 2000 },
      tables: [
        {
          name: 'warga',
          where: 'both' as const,
          added: 3,
          removed: 1,
          changed: 0,
          schemaChanged: true,
          columns: { added: ['hp'], removed: [] },
        },
      ],
    }),
  });

test('a backup shows its tables, and the rows of one without what a cell could do to a terminal', async () => {
  const io = createFakeIo();
  expect(await runCli(['backup-rows', 'b-22222'], io, server().open)).toBe(0);
  expect(io.out()).toMatch(/warga +2 +nama/);

  const fake = server();
  const rows = createFakeIo();
  const argv = ['backup-rows', 'b-22222', 'warga', '--search', 'si', '--offset', '40', '--limit', '1'];
  expect(await runCli(argv, rows, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toEqual({
    backupId: 'b-22222',
    table: 'warga',
    search: 'si',
    offset: 40,
    limit: 1,
  });
  expect(rows.out()).toContain('41 to 41 of 41');
  expect(rows.out()).not.toContain('\u001b[2J');
});

test('a page too large is refused before anything is read', async () => {
  const fake = server();
  expect(await runCli(['backup-rows', 'b-22222', 'warga', '--limit', '201'], createFakeIo(), fake.open)).toBe(
    2,
  );
  expect(fake.calls.some(({ name }) => name === 'backup.rows')).toBe(false);
});

test('a backup is compared with the one before it unless another is named', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['compare', 'b-22222'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toEqual({ backupId: 'b-22222', otherId: 'b-11111' });
  expect(io.out()).toMatch(/warga +3 +1 +0 +structure changed \+hp/);

  const first = createFakeIo();
  expect(await runCli(['compare', 'b-11111'], first, server().open)).toBe(1);
  expect(first.out()).toContain('no earlier backup');
});
