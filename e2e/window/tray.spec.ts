import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { callThroughWindow } from '../fixtures/call.ts';
import { giveToApp, launchConsole, makeAppFolder, test } from '../fixtures/console-app.ts';

/** Stands for the command that asks a desktop whether it shows tray icons. */
async function desktopThatSays(
  answer: string,
): Promise<{ folder: string; say(next: string): Promise<void> }> {
  const folder = await makeAppFolder('ronda-desktop-');
  const say = async (next: string): Promise<void> => {
    const file = join(folder, 'gdbus');
    await writeFile(file, `#!/bin/sh\necho '${next}'\n`);
    await chmod(file, 0o755);
    await giveToApp(file);
  };
  await say(answer);
  return { folder, say };
}

const settings = { tray: true, closeToTray: true };

test('closing to the tray hides the window and goes on, and a second start brings it back', async () => {
  const desktop = await desktopThatSays('(<true>,)');
  const env = { PATH: `${desktop.folder}:${process.env.PATH}` };
  const { app, window, home } = await launchConsole({ settings, env });
  try {
    const isVisible = (): Promise<boolean> =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await expect.poll(isVisible).toBe(true);
    await callThroughWindow(window, 'app.update-settings', { adminName: 'Siti' });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isVisible).toBe(false);
    expect(app.process().exitCode).toBeNull();
    await callThroughWindow(window, 'alerts.show', {});

    // What a second instance does: the first is told, and shows its window.
    await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, [], ''));
    await expect.poll(isVisible).toBe(true);

    // The panel is gone: now closing means quitting.
    await desktop.say('(<false>,)');
    const ended = once(app.process(), 'exit');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await ended;
  } finally {
    await app.close().catch(() => undefined);
    await rm(home, { recursive: true, force: true });
    await rm(desktop.folder, { recursive: true, force: true });
  }
});

test('without a tray host no window is lost: closing quits, in order', async () => {
  const { app, home } = await launchConsole({ settings });
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const [code] = await ended;
  expect(code).toBe(0);
  await rm(home, { recursive: true, force: true });
});

test('a start at login without a tray host shows the window', async () => {
  const { app, home } = await launchConsole({ settings, args: ['--hidden'] });
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  await app.close();
  await rm(home, { recursive: true, force: true });
});

test('the switch for the start at login writes the entry of this home, and takes it away', async () => {
  const { app, window, home } = await launchConsole();
  try {
    const entry = join(home, 'user', '.config', 'autostart', 'ronda.desktop');
    await window.getByRole('button', { name: 'Settings', exact: true }).click();
    await window.getByLabel('Start when I sign in').click();
    await expect(async () => {
      expect(await readFile(entry, 'utf8')).toContain(`"--home" "${home}" "--hidden"`);
    }).toPass({ timeout: 5000 });
    await window.getByLabel('Start when I sign in').click();
    await expect(async () => {
      await expect(readFile(entry)).rejects.toThrow('ENOENT');
    }).toPass({ timeout: 5000 });
    await expect(window.getByLabel('Closing the window keeps the watch')).toBeDisabled();
    await window.getByLabel("Icon in the system's tray").click();
    await expect(window.getByLabel('Closing the window keeps the watch')).toBeEnabled();
  } finally {
    await app.close();
    await rm(home, { recursive: true, force: true });
  }
});
