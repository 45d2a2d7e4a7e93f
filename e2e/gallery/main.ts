import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { shots } from './shots.ts';

/**
 * Takes a picture of every screen over the fake bridge, under the app's own content security policy.
 * `electron --no-sandbox e2e/gallery/main.ts <built gallery> <pictures> [part of a name…]`
 */
const [built = '', pictures = '', ...wanted] = process.argv.filter((word) => !word.startsWith('-')).slice(2);
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'";
/** What a step looks for may take a while to come on a busy machine; one that finds nothing has done nothing. */
async function takeStep(window: BrowserWindow, step: string): Promise<void> {
  for (let left = 10; ; left -= 1) {
    try {
      await window.webContents.executeJavaScript(step, true);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await pause(350);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname;
  try {
    const body = readFileSync(join(built, path === '/' ? 'index.html' : path));
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'text/html',
      'content-security-policy': policy,
    });
    response.end(body);
  } catch (error) {
    response.writeHead(404).end(String(error));
  }
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Says what axe finds on the screen as it stands. */
async function reportAxe(window: BrowserWindow): Promise<void> {
  await window.webContents.executeJavaScript(`${axe}; undefined`);
  const found: string[] = await window.webContents.executeJavaScript(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map((node) => id + ' ' + node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' '
        + (node.any[0]?.message ?? ''))))`,
  );
  for (const line of found) process.stdout.write(`  axe: ${line}\n`);
}

async function run(): Promise<void> {
  await app.whenReady();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  mkdirSync(pictures, { recursive: true });
  const window = new BrowserWindow({ show: true, frame: false, width: 1280, height: 800 });
  window.webContents.on('console-message', (details) => {
    if (details.level === 'warning' || details.level === 'error')
      process.stdout.write(`  ! ${details.message}\n`);
  });
  for (const shot of shots) {
    const name = [shot.name, shot.theme, shot.language].join('-');
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    process.stdout.write(`${name}\n`);
    window.setContentSize(shot.width, shot.height);
    const query = new URLSearchParams({ scenario: shot.scenario, theme: shot.theme, lang: shot.language });
    await window.loadURL(`http://127.0.0.1:${port}/?${query}`);
    await window.webContents.executeJavaScript('document.fonts.ready.then(() => undefined)');
    await pause(500);
    for (const step of shot.steps) {
      await takeStep(window, step).catch((error: unknown) => {
        // The picture of a step that failed is worth having: it shows why.
        process.stdout.write(`  ! ${String(error)}\n`);
      });
      await pause(350);
    }
    await pause(shot.steps.length > 0 ? 250 : 100);
    await reportAxe(window);
    const image = await window.webContents.capturePage();
    writeFileSync(join(pictures, `${name}.png`), image.toPNG());
  }
  server.close();
  app.exit(0);
}

run().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  app.exit(1);
});
