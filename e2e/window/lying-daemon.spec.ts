import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { tileOf } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { makeAppFolder, test } from '../fixtures/console-app.ts';

const hostile = '<img src=x onerror="self.hit=1">';
const id = 'a'.repeat(64);
const labels = { 'com.docker.compose.project': 'prisma', 'com.docker.compose.service': 'surat-service' };

/** What no real engine lets through: names and versions that are markup. */
const answers: Readonly<Record<string, unknown>> = {
  version: { Version: `26.1 ${hostile}`, ApiVersion: '1.41', MinAPIVersion: '1.12' },
  info: { ServerVersion: `26.1 ${hostile}`, OperatingSystem: hostile, NCPU: 1, MemTotal: 1 },
  containers: [{ Id: id, Names: [`/${hostile}`], Image: hostile, State: 'running', Labels: labels }],
  inspect: {
    Id: id,
    Name: `/${hostile}`,
    Created: '2026-11-23T00:00:00Z',
    Image: 'sha256:abc',
    RestartCount: 0,
    Config: { Image: hostile, Labels: labels, Env: [`${hostile}=x`], Cmd: [hostile] },
    HostConfig: {},
    Mounts: [],
    NetworkSettings: { Networks: { [hostile]: {} }, Ports: {} },
    State: {
      Status: 'exited',
      Running: false,
      ExitCode: 1,
      StartedAt: '2026-11-23T00:00:01Z',
      Error: hostile,
    },
  },
};

async function startLyingDaemon(socket: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0] ?? '';
    response.writeHead(200, { 'content-type': 'application/json', 'api-version': '1.41' });
    if (path === '/events') return void response.flushHeaders();
    if (path === '/_ping') return void response.end('OK');
    const [, kind, , verb] = path.split('/');
    const name = kind === 'containers' ? (verb === 'json' ? 'inspect' : 'containers') : (kind ?? '');
    response.end(JSON.stringify(answers[name] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  await chmod(socket, 0o666);
  return server;
}

test('what a lying daemon calls its containers is shown as the letters it is', async ({
  console: { window },
}) => {
  const folder = await makeAppFolder('ronda-lying-');
  const daemon = await startLyingDaemon(join(folder, 'docker.sock'));
  try {
    await callThroughWindow(window, 'hosts.add', {
      name: hostile,
      target: { kind: 'local', socketPath: join(folder, 'docker.sock') },
      profileId: 'prisma-rt04',
    });
    await expect(window.getByRole('banner').getByText(hostile, { exact: true })).toBeVisible();
    await expect(tileOf(window, 'Letters').getByText(hostile).first()).toBeVisible({ timeout: 30_000 });
    await tileOf(window, 'Letters').getByRole('button', { name: 'Open Letters' }).click();
    await expect(window.getByRole('main').getByText(hostile).first()).toBeVisible();
    await window
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('button', { name: 'Logs' })
      .click();
    await expect(window.getByRole('heading', { level: 1, name: 'Logs' })).toBeVisible();
    expect(await window.evaluate(() => document.querySelectorAll('img[src="x"]').length)).toBe(0);
    expect(await window.evaluate(() => 'hit' in self)).toBe(false);
  } finally {
    daemon.closeAllConnections();
    daemon.close();
    await rm(folder, { recursive: true, force: true });
  }
});
