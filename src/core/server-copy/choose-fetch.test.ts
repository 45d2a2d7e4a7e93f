import { expect, test } from 'vitest';
import type { Backup } from '../../shared/domain/backup.ts';
import { chooseFetch } from './choose-fetch.ts';
import type { FoundCopy } from './read-copies.ts';

const day = 24 * 3_600_000;
const now = Date.parse('2026-11-23T02:17:00Z');
const copyOf = (takenAt: number, databaseId = 'warga'): FoundCopy => ({
  serviceId: 'warga-service',
  databaseId,
  stamp: '',
  takenAt,
  bytes: 1,
  sha256: '',
  sourcePath: '/a',
  container: null,
});
const backupOf = (takenAt: number, more: Partial<Backup> = {}): Backup =>
  ({
    hostId: 'rt04',
    serviceId: 'warga-service',
    databaseId: 'warga',
    takenAt,
    method: 'held-read-raw',
    verification: 'verified',
    missing: false,
    ...more,
  }) as Backup;
const choose = (copies: FoundCopy[], backups: Backup[]): number[] =>
  chooseFetch('rt04', copies, backups).map(({ takenAt }) => takenAt);

test('of each database the newest is fetched, when this computer has nothing newer', () => {
  const copies = [copyOf(now), copyOf(now, 'other'), copyOf(now - day)];
  expect(choose(copies, [backupOf(now - day)])).toEqual([now, now]);
});

test('what is here already is not fetched again', () => {
  expect(choose([copyOf(now)], [backupOf(now, { method: 'server-copy' })])).toEqual([]);
});

test('with a newer backup here, one of the server’s own is still proven each week', () => {
  const newer = backupOf(now + 1);
  expect(choose([copyOf(now)], [newer, backupOf(now - 2 * day, { method: 'server-copy' })])).toEqual([]);
  expect(choose([copyOf(now)], [newer, backupOf(now - 8 * day, { method: 'server-copy' })])).toEqual([now]);
});

test('an unverified or a missing backup is nothing newer', () => {
  const old = backupOf(now - day, { method: 'server-copy' });
  expect(choose([copyOf(now)], [old, backupOf(now + 1, { verification: 'failed' })])).toEqual([now]);
  expect(choose([copyOf(now)], [old, backupOf(now + 1, { missing: true })])).toEqual([now]);
});
