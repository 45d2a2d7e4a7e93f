import { expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { databaseDates } from './database-dates.ts';

const database = { id: 'warga', engine: 'sqlite' as const, path: '/app/data/warga.db', volume: 'warga-data' };
const at = { hostId: 'rt04', serviceId: 'warga-service', database };

const copy = (takenAt: number, replace: Partial<Backup> = {}): Backup => ({
  id: `b-${takenAt}`,
  hostId: 'rt04',
  hostName: 'RT 04',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt,
  verification: 'verified',
  verifiedAt: takenAt + 1,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  storedBytes: null,
  transferredBytes: null,
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 4096,
  sha256: '0'.repeat(64),
  rowCounts: {},
  file: `${takenAt}.db`,
  missing: false,
  ...replace,
});

test('a newer copy that is damaged, a safety copy and one whose file is gone do not count as a backup', () => {
  const copies = [
    copy(1000),
    copy(2000),
    copy(3000, { verification: 'failed', verifiedAt: null }),
    copy(4000, { reason: 'safety' }),
    copy(5000, { missing: true }),
    copy(6000, { databaseId: 'other' }),
  ];
  expect(databaseDates(copies, at)).toMatchObject({ takenAt: 2000, verifiedAt: 2001, restoreTestedAt: null });
});

test('with damaged copies only there is no backup at all', () => {
  const copies = [copy(1000, { verification: 'failed', verifiedAt: null })];
  expect(databaseDates(copies, at)).toMatchObject({ takenAt: null, verifiedAt: null });
});
