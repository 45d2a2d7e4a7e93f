import { expect, test } from 'vitest';
import type { Backup } from '../../shared/domain/backup.ts';
import { findBackup } from './resolve-backup.ts';

const backup = (id: string, takenAt: number, change: Partial<Backup> = {}): Backup => ({
  id,
  hostId: 'pos-1',
  hostName: 'Pos',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt,
  verification: 'verified',
  verifiedAt: takenAt,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  storedBytes: null,
  transferredBytes: null,
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 1,
  sha256: '',
  rowCounts: {},
  file: `${id}.db`,
  missing: false,
  ...change,
});

test('latest is the newest that can be trusted, never a safety copy', () => {
  const backups = [
    backup('good-old', 1),
    backup('good-new', 2),
    backup('failed', 3, { verification: 'failed' }),
    backup('safety', 4, { reason: 'safety' }),
    backup('gone', 5, { missing: true }),
  ];
  expect(findBackup(backups, 'latest').id).toBe('good-new');
});

test('latest is refused where several databases have one', () => {
  const backups = [backup('aaaa', 1), backup('bbbb', 2, { databaseId: 'keamanan' })];
  expect(() => findBackup(backups, 'latest')).toThrow('aaaa');
});

test('the beginning of an id is enough while it is the only one', () => {
  const backups = [backup('abcd1', 1), backup('abcd2', 2)];
  expect(findBackup(backups, 'abcd1').id).toBe('abcd1');
  expect(() => findBackup(backups, 'abcd')).toThrow('abcd1, abcd2');
  expect(() => findBackup(backups, 'abc')).toThrow(expect.objectContaining({ code: 'cli.backup-unknown' }));
});
