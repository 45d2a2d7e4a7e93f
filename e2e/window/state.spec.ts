import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, open, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page, test } from '@playwright/test';
import { callThroughWindow } from '../fixtures/call.ts';
import { type ConsoleApp, giveToApp, launchConsole, makeAppFolder } from '../fixtures/console-app.ts';
import { runAsRoot } from '../testbed/as-root.ts';
import { runCommand } from '../testbed/processes.ts';

/** What the console does with a home that is damaged, newer, read-only or already in use. */
let home: string;
let userHome: string;
const running: ConsoleApp[] = [];

test.beforeEach(async () => {
  home = await makeAppFolder('ronda-home-');
  userHome = await makeAppFolder('ronda-user-');
});

test.afterEach(async () => {
  for (const { app } of running.splice(0)) await app.close();
  await chmod(home, 0o755);
  // A killed console's helper processes may write for a moment longer.
  await rm(userHome, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

async function start(): Promise<ConsoleApp> {
  const started = await launchConsole({ home });
  running.push(started);
  return started;
}

async function writeSettings(text: string): Promise<void> {
  await writeFile(join(home, 'settings.json'), text);
  await giveToApp(join(home, 'settings.json'));
}

async function closeAll(): Promise<void> {
  for (const { app } of running.splice(0)) await app.close();
}

const english = JSON.stringify({
  language: 'en',
  theme: 'light',
  adminName: 'Sari',
  backupFolder: null,
  notifications: true,
});

async function overwriteHeader(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(100), 0, 100, 0);
  await handle.close();
}

/** Starts a console that cannot open; what it says on stderr until `pattern` is in it, and two seconds more. */
async function complaint(pattern: RegExp): Promise<string> {
  const child = spawn(executable(), [appPath(), '--home', home], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, RONDA_APP_USER_HOME: userHome },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  try {
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(pattern);
    // Long enough for a crash loop to show itself by saying it again.
    await sleep(2000);
    return said;
  } finally {
    child.kill('SIGKILL');
  }
}

const addLocalHost = (console: ConsoleApp) =>
  callThroughWindow(console.window, 'hosts.add', {
    name: 'Balai RT',
    target: { kind: 'local', socketPath: '/run/none.sock' },
    profileId: 'prisma-rt04',
    connect: false,
  });

test('a state with a zeroed header is set aside, the window opens, and the automatic copy can be brought back', async () => {
  await writeSettings(english);
  const first = await start();
  await expect(first.window.getByRole('heading', { name: 'Whose watch is it tonight?' })).toBeVisible();
  await addLocalHost(first);
  await expect(first.window.getByRole('button', { name: /Server:.*Balai RT/ })).toBeVisible();
  await closeAll();
  // The copy of the day is taken at the start: a second start has the host in it.
  await rm(join(home, 'copies'), { recursive: true, force: true });
  await start();
  await closeAll();
  await overwriteHeader(join(home, 'ronda.db'));

  const damaged = await start();
  const notice = damaged.window.getByRole('alert').filter({ hasText: 'The state database was damaged' });
  await expect(notice).toContainText('ronda.db.damaged-');
  await expect(damaged.window.getByRole('heading', { name: 'Whose watch is it tonight?' })).toBeVisible();
  expect((await readdir(home)).filter((name) => name.startsWith('ronda.db.damaged-')).length).toBeGreaterThan(
    0,
  );
  await callThroughWindow(damaged.window, 'app.restore-state', {});
  await closeAll();

  const back = await start();
  await expect(back.window.getByRole('button', { name: /Server:.*Balai RT/ })).toBeVisible();
});

test('a state of a newer version is refused by name, and not a byte of it changes', async () => {
  await writeSettings(english);
  await start();
  await closeAll();
  const file = join(home, 'ronda.db');
  const handle = await open(file, 'r+');
  // `user_version`, big-endian, at offset 60: https://www.sqlite.org/fileformat.html#user_version_number
  await handle.write(Buffer.from([0, 0, 0x27, 0x0f]), 0, 4, 60);
  await handle.close();
  const before = await readFile(file);

  await complaint(/was written by a newer Ronda \(schema 9999/);
  expect((await readFile(file)).equals(before)).toBe(true);
});

for (const [what, damage] of [
  ['truncated', english.slice(0, 20)],
  ['50 MB', `"${'x'.repeat(50 * 1024 * 1024)}"`],
] as const) {
  test(`a ${what} settings file is set aside by name, and the last good settings are used`, async () => {
    await writeSettings(english);
    const first = await start();
    await callThroughWindow(first.window, 'app.update-settings', { adminName: 'Bu Sari' });
    await closeAll();
    await writeSettings(damage);

    const { window } = await start();
    await expect(
      window.getByRole('status').filter({ hasText: 'The settings file could not be read' }),
    ).toBeVisible();
    await window.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect(window.getByLabel('Your name')).toHaveValue('Bu Sari');
    expect((await readdir(home)).some((name) => /^settings\.json\.\S+/.test(name))).toBe(true);
  });
}

test('a second instance on one home brings the first window to the front, and ends', async () => {
  await writeSettings(english);
  const { app } = await start();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = spawn(executable(), [appPath(), '--home', home, '--not-a-flag', 'file:///etc/passwd'], {
    stdio: 'ignore',
    env: { ...process.env, RONDA_APP_USER_HOME: userHome },
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      url: window.webContents.getURL(),
      minimized: window.isMinimized(),
    })),
  );
  expect(windows).toEqual([{ url: 'app://ronda/index.html', minimized: false }]);
});

test('on a full disk the window opens, says so, and nothing that was kept is harmed', async () => {
  test.setTimeout(120_000);
  const small = await makeAppFolder('ronda-full-');
  await runAsRoot('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0700', 'tmpfs', small]);
  try {
    await giveToApp(small);
    await writeFile(join(small, 'settings.json'), english);
    await giveToApp(join(small, 'settings.json'));
    const first = await launchConsole({ home: small });
    await addLocalHost(first);
    await writeFile(join(small, 'filler'), Buffer.alloc(256 * 1024 * 1024)).catch(() => undefined);
    expect((await statfs(small)).bavail).toBe(0);
    const full = /nearly full/;
    const banner = (window: Page) => window.getByRole('region', { name: 'Notices' }).getByText(full);
    await expect(banner(first.window)).toBeVisible({ timeout: 40_000 });
    await first.window.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect(first.window.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    first.app.process().kill('SIGKILL');

    const second = await launchConsole({ home: small });
    await expect(banner(second.window)).toBeVisible({ timeout: 20_000 });
    expect(await callThroughWindow(second.window, 'hosts.list', {})).toMatchObject({
      hosts: [{ name: 'Balai RT' }],
    });
    second.app.process().kill('SIGKILL');

    await rm(join(small, 'filler'));
    const check = await runCommand('sqlite3', [join(small, 'ronda.db'), 'PRAGMA integrity_check'], {});
    expect(check.stdout.trim()).toBe('ok');
    const third = await launchConsole({ home: small });
    await callThroughWindow(third.window, 'app.update-settings', { adminName: 'Budi' });
    await expect(third.window.getByText(full)).toHaveCount(0);
    await third.app.close();
  } finally {
    await runAsRoot('umount', ['-l', small]);
    await rm(small, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});

test('a read-only home is a clear error, said once', async () => {
  await writeSettings(english);
  await chmod(home, 0o555);
  const said = await complaint(/cannot write to its home folder/);
  expect(said.match(/cannot write to its home folder/g)).toHaveLength(1);
});

function executable(): string {
  return process.env.RONDA_APP_EXECUTABLE ?? '';
}

function appPath(): string {
  return process.env.RONDA_APP_PATH ?? '';
}
