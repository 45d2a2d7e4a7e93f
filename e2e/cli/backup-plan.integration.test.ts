import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backup } from '../../src/shared/domain/backup.ts';
import type { BackupPlanView } from '../../src/shared/domain/backup-plan.ts';
import type { HostView } from '../../src/shared/domain/host.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { type Stack, startStack } from '../testbed/stack.ts';
import { profileForStack } from '../testbed/stack-profile.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { rondaCommand } from './ronda-process.ts';

const dir = mkdtempSync('/tmp/ronda-plan-');
const home = join(dir, 'home');
const userHome = join(dir, 'person');
const ronda = rondaCommand(home, userHome);
let engine: Engine;
let stack: Stack;
let watching: ChildProcess | null = null;

beforeAll(async () => {
  mkdirSync(userHome);
  engine = await startEngine({ dir: join(dir, 'e') });
  stack = await startStack({ engine, dir: join(dir, 'logs'), healthInterval: '2s' });
}, 180_000);

afterAll(async () => {
  watching?.kill('SIGKILL');
  await stack?.stop();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const list = async (): Promise<Backup[]> =>
  (await ronda.json<{ backups: Backup[] }>(0, ['backup', 'list'])).backups;

test('a console that watches copies by the plan, prunes by its rule, and leaves what a person copied', {
  timeout: 300_000,
}, async () => {
  const profileFile = join(dir, 'profile.yaml');
  writeFileSync(profileFile, await profileForStack({ ports: stack.ports, retryAfter: '1s' }));
  await ronda.json(0, ['profile', 'import', profileFile]);
  await ronda.json<{ host: HostView }>(0, ['host', 'add', 'RT 04', '--local', '--socket', engine.socketPath]);
  await ronda.json(0, ['backup', 'warga-service']);
  expect((await ronda.run(['backup-plan', 'set', '--at', '61 * * * *'])).code).not.toBe(0);
  const { plan } = await ronda.json<{ plan: BackupPlanView }>(0, [
    ...['backup-plan', 'set', '--at', '* * * * *', '--zone', 'Asia/Jakarta'],
    ...['--keep-daily', '1', '--keep-weekly', '0', '--keep-monthly', '0'],
    // The newest restore-tested copy is never pruned: which one that is depends on the second we are started in.
    '--no-tests',
  ]);
  expect(plan.nextAt).toBeGreaterThan(Date.now() - 1000);

  const main = new URL('./watching-console.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, home], {
    env: { ...process.env, HOME: userHome },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  watching = child;
  const scheduled = async (): Promise<Backup[]> =>
    (await list()).filter(({ reason, serviceId }) => reason === 'scheduled' && serviceId === 'warga-service');
  const wait = { timeoutMs: 150_000, everyMs: 2_000 };
  const first = await waitFor(
    'the first scheduled copy',
    async () => {
      const [one] = await scheduled();
      if (!one) throw new Error('none yet');
      return one;
    },
    wait,
  );
  expect(first).toMatchObject({ verification: 'verified', method: 'held-read-raw' });
  await waitFor(
    'the next one, and the first gone',
    async () => {
      const now = await scheduled();
      return now.length === 1 && now[0]?.id !== first.id;
    },
    wait,
  );
  const backups = join(home, 'backups');
  expect(existsSync(join(backups, first.file))).toBe(false);
  expect((await list()).filter(({ reason }) => reason === 'manual').length).toBe(1);

  child.kill('SIGTERM');
  await once(child, 'exit');
  const { plan: off } = await ronda.json<{ plan: BackupPlanView }>(0, ['backup-plan', 'off']);
  expect(off).toMatchObject({ isOn: false, nextAt: null, owed: [] });
  // A run that was cut off leaves nothing half.
  const left = readdirSync(backups, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.partial-'),
  );
  expect(left).toEqual([]);
});
