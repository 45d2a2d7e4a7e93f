import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import type { CheckView } from '../../src/shared/domain/health.ts';
import type { TileView } from '../../src/shared/domain/service.ts';
import { acceptHostKey, tileOf } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { test } from '../fixtures/rt04-server.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';

/** What a hostile page tries, and what came of each try; it tells its own server. */
const hostile = `<!doctype html><title>x</title><body><script>
const tell = (what) => fetch('/told?' + encodeURIComponent(what)).catch(() => undefined);
const attempt = async (name, work) => { try { await work(); await tell(name + ' got through'); } catch (error) { await tell(name + ' refused'); } };
(async () => {
  await tell('bridge ' + typeof window.ronda);
  await tell('node ' + typeof window.require + ' ' + typeof window.process);
  await attempt('app', () => fetch('app://ronda/index.html'));
  await attempt('file', () => fetch('file:///etc/passwd'));
  await tell('popup ' + (window.open('https://example.org/') === null ? 'refused' : 'got through'));
  await attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
  alert('hold everything up');
  console.error('081234567890 broke the page');
})();
</script></body>`;

interface Site {
  readonly port: number;
  readonly told: string[];
  close(): void;
}

async function startSite(): Promise<Site> {
  const told: string[] = [];
  const server: Server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/told') told.push(decodeURIComponent(search.slice(1)));
    // Its picture never comes.
    if (pathname === '/never.png') return;
    response.writeHead(200, { 'content-type': 'text/html' });
    if (pathname === '/good') response.end('<h1 style="background:#9a4f06;height:900px">RT 04</h1>');
    else if (pathname === '/hostile') response.end(hostile);
    else if (pathname === '/endless') response.end('<img src="/never.png">');
    else response.end('');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    told,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function manual(port: number): string {
  const site = (id: string) => ({
    id,
    name: id,
    runsAs: 'site',
    checks: [
      {
        id: 'page',
        kind: 'website',
        url: `http://127.0.0.1:${port}/${id}`,
        from: 'laptop',
        browser: true,
        every: '5m',
        retryAfter: '5m',
        timeout: '8s',
      },
    ],
  });
  const severity = { meaning: 'x', respondWithin: '1h', example: 'x' };
  const steps = ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'];
  return JSON.stringify({
    schema: 1,
    id: 'sites',
    name: 'Sites',
    compose: {},
    services: [site('good'), site('hostile'), site('endless')],
    incidents: {
      severities: { P1: severity, P2: severity, P3: severity, P4: severity },
      suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
      procedure: steps.map((step) => ({ step, text: 'x' })),
    },
  });
}

const checkOf = async (window: Page, hostId: string, serviceId: string): Promise<CheckView | undefined> => {
  const { tiles } = (await callThroughWindow(window, 'health.check-now', { hostId, serviceId })) as {
    tiles: TileView[];
  };
  return tiles.find((tile) => tile.serviceId === serviceId)?.checks[0];
};

test('a site is loaded in a hidden browser: its picture on the tile, a hostile page held, an endless one cut', async ({
  console: { window, app },
  rt04,
}) => {
  test.setTimeout(120_000);
  const site = await startSite();
  try {
    await callThroughWindow(window, 'profile.import', { yaml: manual(site.port) });
    const { hostId } = (await callThroughWindow(window, 'hosts.add', {
      name: 'RT 04 server',
      profileId: 'sites',
      target: {
        kind: 'ssh',
        address: rt04.sshd.host,
        port: rt04.sshd.port,
        user: rt04.sshd.user,
        auth: { method: 'key', file: rt04.keyFile },
        dockerSocket: rt04.engine.socketPath,
      },
    })) as { hostId: string };
    await acceptHostKey(window, rt04);
    await callThroughWindow(window, 'hosts.test', { hostId });

    const good = await checkOf(window, hostId, 'good');
    expect(good).toMatchObject({ status: 'up', message: expect.stringContaining('loaded') });
    expect(good?.thumbnailAt).not.toBeNull();
    const picture = tileOf(window, 'good').getByRole('img', { name: 'The page as a browser saw it last' });
    await expect(picture).toBeVisible();
    // So small that no number can be read on it.
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeLessThanOrEqual(320);
    await takeScreenshots(window, 'site-thumbnail');

    const bad = await checkOf(window, hostId, 'hostile');
    expect(bad?.status).toBe('up');
    expect(bad?.message).not.toContain('081234567890');
    await expect
      .poll(() => site.told, { timeout: 15_000 })
      .toEqual(
        expect.arrayContaining([
          'bridge undefined',
          'node undefined undefined',
          'app refused',
          'file refused',
          'popup refused',
        ]),
      );
    expect(site.told.filter((line) => line.includes('got through'))).toEqual([]);

    const endless = await checkOf(window, hostId, 'endless');
    expect(endless?.cause?.code).toBe('health.page-slow');
    // Nothing of the looks stays: there is one window, the console's own.
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  } finally {
    site.close();
  }
});
