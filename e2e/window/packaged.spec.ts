import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { addServer, allTilesUp } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { giveToApp, makeAppFolder } from '../fixtures/console-app.ts';
import { type PackagedApp, type ProgramRun, packageApp, runProgram } from '../fixtures/packaged-app.ts';
import { test } from '../fixtures/rt04-server.ts';

/**
 * Acceptance 77, on what `npm run package` makes. Playwright's own launcher starts Electron with --inspect, which a
 * package ignores: the window is reached through Chromium's debugging port instead.
 */
let packaged: PackagedApp;
let run: ProgramRun | undefined;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  packaged = await packageApp();
});

test.afterEach(async () => {
  await run?.stop();
  run = undefined;
});

test.afterAll(async () => {
  await packaged?.remove();
});

/** The runtime before its fuses are set: each attack must work there, or its test would prove nothing. */
function unfused(): string {
  const path = process.env.ELECTRON_EXEC_PATH;
  if (!path) throw new Error('ELECTRON_EXEC_PATH is not set: run the window tests with npm test -- e2e');
  return path;
}

const appPath = (): string => process.env.RONDA_APP_PATH ?? '';
const onDebuggingPort = (home: string): string[] => ['--home', home, '--remote-debugging-port=0'];

/** Waits until the console's own window shows its first screen, so that what did not happen by then will not. */
async function firstScreen(running: ProgramRun, check: (page: Page) => Promise<void>): Promise<void> {
  const [, url = ''] = await running.says(/DevTools listening on (ws:\/\/\S+)/);
  const browser = await chromium.connectOverCDP(url);
  try {
    const context = browser.contexts()[0];
    if (!context) throw new Error('the package has no window');
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    await expect(page.locator('main').getByRole('button').first()).toBeEnabled();
    await check(page);
  } finally {
    await browser.close();
  }
}

/** A script that leaves a file behind when somebody runs it. */
async function evilScript(): Promise<{ script: string; trace: string }> {
  const folder = await makeAppFolder('ronda-evil-');
  const trace = join(folder, 'trace');
  const script = join(folder, 'evil.cjs');
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'ran');\n`);
  await giveToApp(script);
  return { script, trace };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test('the package opens its window on the first screen', async () => {
  run = await runProgram(packaged.binary, onDebuggingPort);
  await firstScreen(run, async (page) => {
    expect(page.url()).toMatch(/^app:\/\/ronda\//);
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  });
});

test('the package does a round: a server added, its tiles up, a database backed up and proven', async ({
  rt04,
}) => {
  test.setTimeout(180_000);
  run = await runProgram(packaged.binary, onDebuggingPort);
  const { home } = run;
  await firstScreen(run, async (page) => {
    await callThroughWindow(page, 'app.update-settings', { language: 'en' });
    await addServer(page, rt04);
    await allTilesUp(page);
    await page.getByRole('navigation').getByRole('button', { name: 'Backups' }).click();
    const card = page
      .getByRole('list', { name: 'Databases' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: 'warga.db' }) });
    await card.getByRole('button', { name: 'Back up now' }).click();
    const row = page.getByRole('table', { name: 'Backups of warga.db' }).getByRole('row').nth(1);
    await expect(row.getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });
  });
  const files = await readdir(join(home, 'backups', 'rt-04-server', 'warga-service', 'warga'));
  expect(files.map((file) => file.replace(/^.*Z/, '')).sort()).toEqual(['.db.zst', '.json']);
});

test('ELECTRON_RUN_AS_NODE does not make a Node of the package', async () => {
  const asNode = { ELECTRON_RUN_AS_NODE: '1' };
  const { script, trace } = await evilScript();
  run = await runProgram(packaged.binary, (home) => [script, ...onDebuggingPort(home)], asNode);
  await firstScreen(run, async () => expect(existsSync(trace)).toBe(false));
  await run.stop();

  run = await runProgram(unfused(), () => [script], asNode);
  expect(await run.exit()).toBe(0);
  expect(await readFile(trace, 'utf8')).toBe('ran');
});

test('NODE_OPTIONS does not put a script into the package', async () => {
  const { script, trace } = await evilScript();
  const options = { NODE_OPTIONS: `--require=${script}` };
  run = await runProgram(packaged.binary, onDebuggingPort, options);
  await firstScreen(run, async () => expect(existsSync(trace)).toBe(false));
  await run.stop();

  run = await runProgram(unfused(), (home) => [appPath(), ...onDebuggingPort(home)], options);
  await run.says(/DevTools listening/);
  await expect.poll(() => existsSync(trace)).toBe(true);
});

test('--inspect opens no port of the package', async () => {
  const port = await freePort();
  const inspect = `--inspect=127.0.0.1:${port}`;
  run = await runProgram(packaged.binary, (home) => [inspect, ...onDebuggingPort(home)]);
  await firstScreen(run, async () => expect(await isOpen(port)).toBe(false));
  await run.stop();

  run = await runProgram(unfused(), (home) => [inspect, appPath(), ...onDebuggingPort(home)]);
  await run.says(/Debugger listening on ws:/);
  expect(await isOpen(port)).toBe(true);
});

const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, XAUTHORITY: undefined };

test('the command works in the package without a display, and says nothing but its answer', async () => {
  run = await runProgram(packaged.command, (home) => ['host', 'list', '--json', '--home', home], noDisplay);
  expect(await run.exit()).toBe(0);
  expect(JSON.parse(run.stdout())).toEqual({ hosts: [] });
  expect(run.stderr()).toBe('');
  // The state of the home was really opened, with the native SQLite that the package carries.
  expect(existsSync(join(run.home, 'ronda.db'))).toBe(true);
});

test('a wrong word to the packaged command is a usage error, not a window', async () => {
  run = await runProgram(packaged.command, (home) => ['--home', home, 'no-such-word'], noDisplay);
  expect(await run.exit()).not.toBe(0);
  expect(run.stderr()).toContain('no-such-word');
});
