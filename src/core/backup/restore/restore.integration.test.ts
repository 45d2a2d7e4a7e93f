import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupBed,
  type Console,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../e2e/testbed/backup-bed.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { Backup, BackupManifest, RestoreResult } from '../../../shared/domain/backup.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import { createRestoreActions } from './restore-actions.ts';
import { helperLabel } from './restore-helper.ts';

let bed: BackupBed;
let console: Console;
let good: Backup;

beforeAll(async () => {
  bed = await startBackupBed('rst', { healthInterval: '1s' });
  console = createConsole(connectTo(bed.engine).connection, join(bed.folder, 'backups'));
  good = (await console.feature.handlers['backup.create'](wargaKey, console.context)).backup;
});
afterAll(async () => {
  await bed?.stop();
});

const inService = async (argv: readonly string[]): Promise<string> =>
  (await bed.stack.exec('warga-service', argv)).stdout;

/** Asks the live database, as the service itself would open it. */
const query = async (sql: string): Promise<unknown> =>
  JSON.parse(
    await inService([
      'node',
      '-e',
      `const D=require('better-sqlite3');console.log(JSON.stringify(new D('/app/data/warga.db').prepare(${JSON.stringify(sql)}).pluck().all()))`,
    ]),
  );
const execSql = (sql: string): Promise<string> =>
  inService([
    'node',
    '-e',
    `new (require('better-sqlite3'))('/app/data/warga.db').exec(${JSON.stringify(sql)})`,
  ]);

async function restore(backupId: string, force = false): Promise<RestoreResult> {
  const request = { ...wargaKey, backupId, force };
  const { plan } = await console.feature.handlers['backup.plan-restore'](request, console.context as never);
  const input = { ...request, planId: plan.planId, reason: '' };
  return (await console.feature.handlers['backup.restore'](input, console.context)).result;
}

/** Nothing of a restore may stay on the server: no files beside the database, no helper. */
async function expectNoTraces(): Promise<void> {
  expect(await inService(['sh', '-c', 'ls -A /app/data'])).not.toContain('ronda');
  const helpers = await bed.docker.listContainers({ all: true, filters: { label: [helperLabel] } });
  expect(helpers).toEqual([]);
}

/** A backup in the catalogue that was edited on its way: as a file from elsewhere would be. */
async function plant(name: string, edit: (db: Database.Database) => void): Promise<string> {
  const source = resolveBackupFile(console.backupFolder, good.file);
  const folder = join(source, '..');
  const file = join(folder, name);
  copyFileSync(source, file);
  const db = new Database(file);
  edit(db);
  const rowCounts = Object.fromEntries(
    Object.keys(good.rowCounts).map((table) => [
      table,
      db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number,
    ]),
  );
  const userVersion = db.pragma('user_version', { simple: true }) as number;
  const applicationId = db.pragma('application_id', { simple: true }) as number;
  db.close();
  const manifest: BackupManifest = JSON.parse(readFileSync(manifestName(source), 'utf8'));
  const id = `planted-${name.slice(0, 10)}`;
  const sha256 = execFileSync('sha256sum', [file]).toString().slice(0, 64);
  const bytes = readFileSync(file).length;
  const planted = { ...manifest, id, file: name, sha256, bytes, rowCounts, userVersion, applicationId };
  writeFileSync(manifestName(file), JSON.stringify(planted));
  await console.feature.handlers['backup.rescan']({}, console.context as never);
  return id;
}

test('a restore makes the rows equal again, keeps owner and mode, and leaves nothing behind', async () => {
  const residents = await query('SELECT name FROM residents ORDER BY id');
  const before = await inService(['stat', '-c', '%u:%g %a', '/app/data/warga.db']);
  await execSql("DELETE FROM transfers; UPDATE residents SET name = 'X'");
  expect(await query('SELECT count(DISTINCT name) FROM residents')).toEqual([1]);

  const result = await restore(good.id);
  expect(result).toMatchObject({ outcome: 'restored', reason: '' });
  expect(await query('SELECT name FROM residents ORDER BY id')).toEqual(residents);
  expect(await query('PRAGMA integrity_check')).toEqual(['ok']);
  expect(await inService(['stat', '-c', '%u:%g %a', '/app/data/warga.db'])).toBe(before);
  await expectNoTraces();
  await bed.stack.waitHealthy(['warga-service']);

  const { backups } = await console.feature.handlers['backup.list']({}, console.context as never);
  const safety = backups.find(({ id }) => id === result.safetyBackupId);
  expect(safety).toMatchObject({ reason: 'safety', verification: 'verified' });
  const copy = new Database(resolveBackupFile(console.backupFolder, safety?.file ?? ''), { readonly: true });
  expect(copy.prepare('SELECT count(DISTINCT name) FROM residents').pluck().get()).toBe(1);
  copy.close();
});

test('a sound database that the service cannot start on is rolled back by itself', async () => {
  await execSql("INSERT INTO meta VALUES ('mark', 'old')");
  const planted = await plant('2026-01-01T00-00-00Z.db', (db) => {
    db.exec("UPDATE meta SET value = 'someone-else' WHERE key = 'schema_owner'");
  });
  const result = await restore(planted);
  expect(result.outcome).toBe('rolled-back');
  expect(result.reason).not.toBe('');
  await bed.stack.waitHealthy(['warga-service']);
  expect(await query("SELECT value FROM meta WHERE key IN ('mark', 'schema_owner') ORDER BY key")).toEqual([
    'old',
    'warga-service',
  ]);
  await expectNoTraces();
});

/** When the service's container was started last: the same as before when nothing touched it. */
async function started(): Promise<string> {
  const [container] = await bed.stack.containers('warga-service');
  return (await bed.docker.getContainer(container?.Id ?? '').inspect()).State.StartedAt;
}

test('another application and a newer schema are refused, and the service is not touched', async () => {
  const before = await started();
  const foreign = await plant('2026-01-02T00-00-00Z.db', (db) => db.pragma('application_id = 77'));
  await expect(restore(foreign)).rejects.toMatchObject({ code: 'backup.different-application' });
  const newer = await plant('2026-01-03T00-00-00Z.db', (db) => db.pragma('user_version = 99'));
  await expect(restore(newer)).rejects.toMatchObject({ code: 'backup.newer-schema' });
  expect(await started()).toBe(before);
});

test('what was refused as foreign is restored when it is forced', async () => {
  const foreign = await plant('2026-01-04T00-00-00Z.db', (db) => db.pragma('application_id = 78'));
  await expect(restore(foreign)).rejects.toMatchObject({ code: 'backup.different-application' });
  expect(await restore(foreign, true)).toMatchObject({ outcome: 'restored' });
  expect(await query('PRAGMA application_id')).toEqual([78]);
  await bed.stack.waitHealthy(['warga-service']);
  await expect(restore(good.id)).rejects.toMatchObject({ code: 'backup.different-application' });
  expect(await restore(good.id, true)).toMatchObject({ outcome: 'restored' });
});

test.each([
  [
    'a flipped bit',
    (bytes: Buffer) => {
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
      return bytes;
    },
  ],
  ['its end cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4096)],
])('a backup with %s is refused before anything is touched', async (_what, damage) => {
  const { backup } = await console.feature.handlers['backup.create'](wargaKey, console.context);
  const before = await started();
  const file = resolveBackupFile(console.backupFolder, backup.file);
  writeFileSync(file, damage(readFileSync(file)));
  await expect(restore(backup.id)).rejects.toMatchObject({ code: 'backup.refused-damaged' });
  const { backups } = await console.feature.handlers['backup.list']({}, console.context as never);
  expect(backups.find(({ id }) => id === backup.id)?.verification).toBe('failed');
  expect(await started()).toBe(before);
  await expectNoTraces();
});

test('a plan that no longer fits the server is refused', async () => {
  const input = { ...wargaKey, backupId: good.id, force: false };
  const { plan } = await console.feature.handlers['backup.plan-restore'](input, console.context as never);
  expect(plan.stops.map(({ name }) => name)).toEqual([expect.stringContaining('warga-service')]);
  expect(plan.current?.bytes).toBeGreaterThan(4096);
  expect(plan.commands.join('\n')).toContain('docker stop');
  const [container] = await bed.stack.containers('warga-service');
  const other = await bed.docker.createContainer({
    Image: container?.Image ?? '',
    Entrypoint: ['sleep', '600'],
    HostConfig: { Binds: [`${bed.stack.project}_warga-data:/elsewhere`] },
  });
  try {
    await other.start();
    const late = { ...input, planId: plan.planId, reason: '' };
    await expect(console.feature.handlers['backup.restore'](late, console.context)).rejects.toMatchObject({
      code: 'backup.plan-outdated',
    });
    const again = await console.feature.handlers['backup.plan-restore'](input, console.context as never);
    expect(again.plan.stops).toHaveLength(2);
  } finally {
    await other.remove({ force: true });
  }
});

test('the commands that the plan shows, typed by hand, put the same rows back', async () => {
  await execSql('PRAGMA foreign_keys = OFF; DELETE FROM residents WHERE id % 2 = 0');
  const request = { ...wargaKey, backupId: good.id, force: false };
  const { plan } = await console.feature.handlers['backup.plan-restore'](request, console.context as never);
  // As a person does who copied the backup to where the docker command is.
  const cwd = mkdtempSync(join(bed.folder, 'hand-'));
  const backup = resolveBackupFile(console.backupFolder, good.file);
  copyFileSync(backup, join(cwd, basename(backup)));
  execFileSync('sh', ['-e', '-c', plan.commands.join('\n')], {
    cwd,
    env: { ...process.env, ...bed.engine.docker },
  });
  await waitFor('the service to be healthy', async () => {
    const [container] = await bed.stack.containers('warga-service');
    return /healthy/.test(container?.Status ?? '') && !/unhealthy/.test(container?.Status ?? '');
  });
  expect(await query('SELECT count(*) FROM residents')).toEqual([good.rowCounts.residents]);
  expect(await query('PRAGMA integrity_check')).toEqual(['ok']);
  // The service writes as its own user, so the file has to be its own too.
  await execSql('CREATE TABLE hand (id INTEGER); DROP TABLE hand');
  await expectNoTraces();
});

test('nothing is moved under a container that came up on the volume meanwhile, and one that went is not called well', async () => {
  const [own] = await bed.stack.containers('warga-service');
  const info = await bed.docker.getContainer(own?.Id ?? '').inspect();
  const mount = info.Mounts.find(({ Destination }) => Destination === '/app/data');
  if (!own || !mount) throw new Error('no container with the volume');
  const signal = AbortSignal.timeout(60_000);
  const actionsFor = (containers: { id: string; name: string; running: boolean }[]) =>
    createRestoreActions(
      { docker: bed.docker, clock: systemClock, log: silentLog, checkHealth: null },
      { key: wargaKey, containers, mount },
      signal,
    );
  const actions = actionsFor([{ id: own.Id, name: 'warga', running: true }]);
  const recreated = await bed.docker.createContainer({
    Image: own.Image,
    Entrypoint: ['sleep', '600'],
    Healthcheck: { Test: ['NONE'] },
    HostConfig: { Binds: [`${bed.stack.project}_warga-data:/app/data`] },
  });
  const gone = actionsFor([{ id: 'f'.repeat(64), name: 'warga-1', running: true }]);
  try {
    await actions.stopAll();
    await gone.startAll();
    expect(await gone.waitUntilHealthy()).toBe('warga-1 is gone, and nothing runs in its place');
    await recreated.start();
    await expect(actions.requireStill()).rejects.toMatchObject({ code: 'backup.target-in-use' });
    await expect(actions.stopAll()).rejects.toMatchObject({ code: 'backup.target-in-use' });
    // What was made in its place is the service now.
    await gone.startAll();
    expect(await gone.waitUntilHealthy()).toBe('');
  } finally {
    await recreated.remove({ force: true });
  }
  await actions.startAll();
  expect(await actions.waitUntilHealthy()).toBe('');
});
