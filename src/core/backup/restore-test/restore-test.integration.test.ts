import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupBed,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../e2e/testbed/backup-bed.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import { type RestoreQuery, ServiceSpec } from '../../../shared/domain/profile.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';

let bed: BackupBed;
beforeAll(async () => {
  bed = await startBackupBed('rt', { writerTps: 50, healthInterval: '1s' });
});
afterAll(async () => {
  await bed?.stop();
});

/** The bed's own database, with a query in its manual. */
function sourceWith(restoreTest: RestoreQuery) {
  const service = ServiceSpec.parse({
    id: 'warga-service',
    name: 'Warga',
    runsAs: 'container',
    databases: [
      { id: 'warga', engine: 'sqlite', path: '/app/data/warga.db', volume: 'warga-data', restoreTest },
    ],
  });
  const [database] = service.databases;
  if (!database) throw new Error('the service has no database');
  return { hostName: 'RT 04', service, database, project: null };
}

let folders = 0;
function open(restoreTest?: RestoreQuery) {
  const journal: BackupJournalEntry[] = [];
  const { connection, cut } = connectTo(bed.engine);
  const folder = join(bed.folder, `backups-${++folders}`);
  const console = createConsole(connection, folder, {
    onJournal: (entry) => journal.push(entry),
    ...(restoreTest ? { findDatabase: () => sourceWith(restoreTest) } : {}),
  });
  return { ...console, journal, cut };
}
const copies = () => bed.docker.listContainers({ all: true, filters: { label: ['org.ronda.test'] } });
const serviceState = async (): Promise<unknown[]> => {
  const [container] = await bed.stack.containers('warga-service');
  const { Id, State } = await bed.docker.getContainer(container?.Id ?? '').inspect();
  return [Id, State.StartedAt, State.Running];
};

test('a sound backup passes: its service comes up on it without network, and nothing stays', async () => {
  const { feature, context, state, journal, backupFolder } = open();
  const { backup } = await feature.handlers['backup.create'](wargaKey, context);
  const before = await serviceState();
  const planned = await feature.handlers['backup.plan-test']({ backupId: backup.id }, context);
  expect(planned.commands[0]).toMatch(/^docker create --name ronda-test-\S+ --network none /);

  const testing = feature.handlers['backup.test-restore']({ backupId: backup.id }, context);
  const seen = await waitFor('the copy', async () => (await copies())[0] ?? null);
  expect(seen.HostConfig.NetworkMode).toBe('none');
  expect(seen.Ports).toEqual([]);
  expect(seen.Labels['com.docker.compose.service']).toBeUndefined();
  const { backup: tested, commands } = await testing;

  expect(commands.map(({ ok }) => ok)).toEqual(commands.map(() => true));
  expect(commands.map(({ command }) => command)).toEqual(planned.commands);
  expect(tested.restoreTest).toMatchObject({ state: 'passed', detail: '' });
  expect(tested.restoreTestedAt).toBe(tested.restoreTest?.at);
  expect(state.get('backups', backup.id)).toEqual(tested);
  // The third date survives in the folder alone.
  const manifest = manifestName(resolveBackupFile(backupFolder, backup.file));
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ restoreTest: { state: 'passed' } });
  expect(await copies()).toEqual([]);
  expect(await serviceState()).toEqual(before);
  expect(journal.at(-1)).toMatchObject({ event: 'restore-tested' });
});

test('a backup on which the service does not come up fails the test, says why, and keeps its older date', async () => {
  const { feature, context, journal } = open();
  // A sound database file that is none of this service's.
  const file = join(bed.folder, 'foreign.db');
  const db = new Database(file);
  db.exec('CREATE TABLE residents (x); PRAGMA user_version = 99');
  db.close();
  const { backup } = await feature.handlers['backup.import']({ ...wargaKey, file }, context);
  expect(backup.verification).toBe('verified');
  const { backup: tested, commands } = await feature.handlers['backup.test-restore'](
    { backupId: backup.id },
    context,
  );
  expect(tested.restoreTest?.state).toBe('failed');
  expect(tested.restoreTest?.detail).toContain('ended with exit code');
  expect(tested.restoreTestedAt).toBeNull();
  expect(tested.verification).toBe('verified');
  expect(commands.at(-1)).toMatchObject({ ok: true });
  expect(commands.at(-1)?.command).toContain('docker rm --force --volumes');
  expect(await copies()).toEqual([]);
  expect(journal.at(-1)).toMatchObject({ event: 'restore-test-failed' });
});

test('a flipped bit is found before anything is started', async () => {
  const { feature, context, backupFolder } = open();
  const { backup } = await feature.handlers['backup.create'](wargaKey, context);
  const path = resolveBackupFile(backupFolder, backup.file);
  const bytes = readFileSync(path);
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await expect(
    feature.handlers['backup.test-restore']({ backupId: backup.id }, context),
  ).rejects.toMatchObject({ code: 'backup.refused-damaged' });
  expect(await copies()).toEqual([]);
});

test('a test that is cancelled leaves no container and no date', async () => {
  const { feature, context, state } = open();
  const { backup } = await feature.handlers['backup.create'](wargaKey, context);
  const abort = new AbortController();
  const testing = feature.handlers['backup.test-restore'](
    { backupId: backup.id },
    { ...context, signal: abort.signal },
  );
  await waitFor('the copy', async () => (await copies())[0] ?? null);
  abort.abort();
  await expect(testing).rejects.toMatchObject({ code: 'common.cancelled' });
  expect(await copies()).toEqual([]);
  expect(state.get('backups', backup.id)?.restoreTest).toBeNull();
});

test('a backup that answers the manual’s query passes, and the query stands among the commands', async () => {
  const { feature, context } = open({ query: 'SELECT count(*) FROM residents', atLeast: 1 });
  const { backup } = await feature.handlers['backup.create'](wargaKey, context);
  const planned = await feature.handlers['backup.plan-test']({ backupId: backup.id }, context);
  const { backup: tested, commands } = await feature.handlers['backup.test-restore'](
    { backupId: backup.id },
    context,
  );
  expect(tested.restoreTest).toMatchObject({ state: 'passed' });
  expect(commands.map(({ command }) => command)).toEqual(planned.commands);
  expect(commands[0]?.command).toMatch(/^sqlite3 -readonly .* "SELECT count\(\*\) FROM residents"$/);
  expect(Number(commands[0]?.output)).toBeGreaterThanOrEqual(1);
});

test('a backup with fewer rows than the manual wants fails its test before a copy is made, and says the number', async () => {
  const { feature, context, journal } = open({
    query: "SELECT count(*) FROM residents WHERE name = 'nobody'",
    atLeast: 1,
  });
  const { backup } = await feature.handlers['backup.create'](wargaKey, context);
  const { backup: tested, commands } = await feature.handlers['backup.test-restore'](
    { backupId: backup.id },
    context,
  );
  expect(tested.restoreTest?.state).toBe('failed');
  expect(tested.restoreTest?.detail).toContain('0, but at least 1 was expected');
  expect(tested.restoreTestedAt).toBeNull();
  expect(commands).toHaveLength(1);
  expect(await copies()).toEqual([]);
  expect(journal.at(-1)).toMatchObject({ event: 'restore-test-failed' });
});
