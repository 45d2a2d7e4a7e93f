import { spawn } from 'node:child_process';
import { once } from 'node:events';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createLeaseRepository } from './lease-repository.ts';
import { createProcessHolder } from './process-holder.ts';

const clock = createManualClock();
const self = createProcessHolder();
let leases: ReturnType<typeof createLeaseRepository>;

beforeEach(() => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE lease (resource TEXT PRIMARY KEY, holder TEXT, label TEXT, expires_at INTEGER)');
  leases = createLeaseRepository(db);
});

/** The name that a process of this id, on this machine, would have. */
const holderOf = (pid: number): string =>
  createProcessHolder().holder.replace(`-${process.pid}-`, `-${pid}-`);

function heldBy(holder: string): void {
  leases.take({ resource: 'r', holder, label: 'the other', expiresAt: clock.now() + 30_000 }, clock.now());
}

async function tryIt(): Promise<string> {
  const asynchronous = {
    take: async (...args: Parameters<typeof leases.take>) => leases.take(...args),
    release: async (...args: Parameters<typeof leases.release>) => leases.release(...args),
    find: async (...args: Parameters<typeof leases.find>) => leases.find(...args),
  };
  const keeper = createLeaseKeeper({
    leases: asynchronous,
    clock,
    log: silentLog,
    identity: { ...self, label: 'we' },
  });
  return keeper.withLease('r', async () => leases.find('r', clock.now())?.label ?? 'nobody');
}

test('what a killed process held is free at once, and not before it is dead', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const pid = child.pid ?? 0;
  heldBy(holderOf(pid));
  await expect(tryIt()).rejects.toMatchObject({ code: 'state.lease-held', params: { holder: 'the other' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await tryIt()).toBe('we');
  expect(leases.find('r', clock.now())).toBeNull();
});

test.each([
  ['a process of another machine or sandbox', `${'0'.repeat(12)}-4194399-x`],
  ['a name that says no process', 'somebody'],
])('%s is never taken for dead: its lease stands until its term', async (_what, holder) => {
  heldBy(holder);
  await expect(tryIt()).rejects.toMatchObject({ code: 'state.lease-held' });
  await clock.advance(30_001);
  expect(await tryIt()).toBe('we');
});
