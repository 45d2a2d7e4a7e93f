import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Backup } from '../../src/shared/domain/backup.ts';
import { addServer, allTilesUp } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { closeConsole } from '../fixtures/close-console.ts';
import { launchConsole, makeAppFolder } from '../fixtures/console-app.ts';
import { test as base, type Rt04Server } from '../fixtures/rt04-server.ts';
import { type Shaper, startShaper } from '../testbed/shaper.ts';

/** Slow enough that a backup of warga.db lasts until the test is done with it. */
const slowly = 400_000;

const test = base.extend<{ line: Shaper }>({
  line: async ({ rt04 }, use) => {
    const line = await startShaper({ target: { host: '127.0.0.1', port: rt04.sshd.port } });
    await use(line);
    await line.stop();
  },
});
const behind = (rt04: Rt04Server, line: Shaper): Rt04Server => ({
  ...rt04,
  sshd: { ...rt04.sshd, port: line.port },
});

const statusBar = (window: Page) => window.getByRole('region', { name: 'Status bar' });
const backups = async (window: Page): Promise<readonly Backup[]> =>
  ((await callThroughWindow(window, 'backup.list', {})) as { backups: Backup[] }).backups;

/** A backup of warga.db from the button, held where bytes are on their way. */
async function beginBackup(window: Page, line: Shaper): Promise<void> {
  line.set({ rateBitsPerSecond: slowly });
  const before = line.bytes.down;
  await window.getByRole('button', { name: 'Back up Residents' }).click();
  await expect(statusBar(window).getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => line.bytes.down - before, { timeout: 30_000 }).toBeGreaterThan(20_000);
  line.stall();
  await expect(statusBar(window).getByRole('progressbar')).toBeVisible();
}

test('a killed page comes back to a backup that went on without it', async ({ rt04, line }) => {
  test.setTimeout(180_000);
  const { app, window, home } = await launchConsole();
  try {
    await addServer(window, behind(rt04, line));
    await allTilesUp(window);
    await beginBackup(window, line);
    await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const gone = new Promise((resolve) => contents?.once('render-process-gone', resolve));
      contents?.forcefullyCrashRenderer();
      await gone;
    });
    line.set({ rateBitsPerSecond: null });
    line.resume();
    // Playwright's page died with the process; the window has a new one.
    await expect(async () => {
      const found = await app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        // What is asked of a page that is not there is never answered.
        if (!contents || contents.isCrashed() || contents.isLoading()) throw new Error('no page yet');
        return contents.executeJavaScript("self.ronda.start(crypto.randomUUID(), 'backup.list', {})");
      });
      expect(found.output.backups).toMatchObject([{ verification: 'verified' }]);
    }).toPass({ timeout: 60_000 });
  } finally {
    await closeConsole({ app, home });
  }
});

test('a console that was killed in a backup calls it interrupted, lists nothing of it, and does not begin it again', async ({
  rt04,
  line,
}) => {
  test.setTimeout(240_000);
  const home = await makeAppFolder('ronda-killed-');
  const first = await launchConsole({ home });
  try {
    await callThroughWindow(first.window, 'app.update-settings', { language: 'en' });
    await addServer(first.window, behind(rt04, line));
    await allTilesUp(first.window);
    await beginBackup(first.window, line);
    const died = new Promise((resolve) => first.app.process().once('exit', resolve));
    first.app.process().kill('SIGKILL');
    await died;
    line.set({ rateBitsPerSecond: null });
    line.resume();

    const second = await launchConsole({ home });
    try {
      const { window } = second;
      await allTilesUp(window, 90_000);
      await statusBar(window).getByRole('button', { name: 'No jobs running' }).click();
      const rows = window.getByRole('dialog', { name: 'Jobs' }).getByRole('listitem');
      await expect(rows).toHaveCount(1);
      await expect(rows.first()).toContainText('warga.db');
      await expect(rows.first()).toContainText(/interrupted/i);
      expect(await backups(window)).toEqual([]);
      await window.keyboard.press('Escape');

      // What came in half is no backup, and the next one takes it away.
      await window.getByRole('button', { name: 'Back up Residents' }).click();
      await expect.poll(async () => (await backups(window)).length, { timeout: 60_000 }).toBe(1);
      await expect(statusBar(window).getByRole('button', { name: 'No jobs running' })).toBeVisible();
      const left = await readdir(join(home, 'backups'), { recursive: true });
      expect(left.filter((name) => name.includes('partial'))).toEqual([]);
    } finally {
      await second.app.close();
    }
  } finally {
    await first.app.close().catch(() => undefined);
    await rm(home, { recursive: true, force: true });
  }
});
