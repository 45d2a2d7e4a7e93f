import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { startTcpServer, type TcpFixture } from '../../../../e2e/testbed/tcp-fixture.ts';
import { createManualClock } from '../../platform/manual-clock.ts';

const BANNER_TIMEOUT_MS = 10_000;
const clock = createManualClock();
let dir = '';
let hosts: HostsFixture;
let server: TcpFixture;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-silent-'));
  server = await startTcpServer(() => undefined);
  hosts = await createHostsFixture({ dir, clock });
});
afterEach(async () => {
  await hosts.stop();
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

test('a port that never sends a banner is named, and tried again after 3, 5, 10, 30 and 30 s, as is said', async () => {
  let alarms = clock.sleepsBegun();
  const id = await hosts.connect({
    kind: 'ssh',
    address: '127.0.0.1',
    port: server.port,
    user: 'warga',
    auth: { method: 'password' },
    dockerSocket: '/var/run/docker.sock',
  });
  for (const [failures, delay] of [3_000, 5_000, 10_000, 30_000, 30_000].entries()) {
    await expect.poll(() => server.accepted.length).toBe(failures + 1);
    const { connection: trying } = hosts.view(id);
    expect(trying).toMatchObject({ state: 'connecting', attempt: failures + 1 });
    // The client learns of its own connection after the server does: its limit for the dial, then that for the banner.
    await expect.poll(() => clock.sleepsBegun() - alarms).toBe(2);
    await clock.advance(BANNER_TIMEOUT_MS);
    await expect.poll(() => hosts.view(id).connection.state).toBe('waiting');
    const { connection } = hosts.view(id);
    expect(connection.error).toMatchObject({
      code: 'hosts.no-banner',
      params: { address: `127.0.0.1:${server.port}`, seconds: 10 },
    });
    expect(connection.nextAttemptAt).toBe(clock.now() + delay);
    expect(connection.steps).toMatchObject([{ name: 'reach', state: 'failed' }]);
    await clock.advance(delay - 1);
    expect(hosts.view(id).connection.state).toBe('waiting');
    alarms = clock.sleepsBegun();
    await clock.advance(1);
  }
  // And so on for ever.
  await expect.poll(() => server.accepted.length).toBe(6);
});
