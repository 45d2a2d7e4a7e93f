import { expect, type Page } from '@playwright/test';
import { catalogues } from '../../src/shared/i18n/catalogues.ts';
import { addServer, allTilesUp } from '../fixtures/add-server.ts';
import { expectAccessible } from '../fixtures/axe.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import type { ConsoleApp } from '../fixtures/console-app.ts';
import { overflowing } from '../fixtures/overflowing.ts';
import { test } from '../fixtures/rt04-server.ts';
import { setTheme } from '../fixtures/set-theme.ts';

const screens = ['overview', 'services', 'logs', 'backups', 'incidents', 'manual', 'settings'] as const;
const sections = ['general', 'servers', 'alerts', 'vault', 'about'] as const;
const { en, id } = catalogues;

const rail = (window: Page) => window.getByRole('navigation').first();
const railButton = (window: Page, name: string) => rail(window).getByRole('button', { name, exact: true });
const heading = (window: Page, name: string) => window.getByRole('heading', { level: 1, name, exact: true });

const setLanguage = async (window: Page, language: 'id' | 'en'): Promise<void> => {
  await callThroughWindow(window, 'app.update-settings', { language });
  await expect(window.locator('html')).toHaveAttribute('lang', language);
};

async function resize({ app, window }: ConsoleApp, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
    [width, height] as const,
  );
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

/** A server that is configured but cannot be reached: every screen exists, and says so. */
async function addLostServer(window: Page): Promise<void> {
  await callThroughWindow(window, 'hosts.add', {
    name: 'Server RT 04 di balai warga',
    target: { kind: 'local', socketPath: '/nonexistent/docker.sock' },
    profileId: 'prisma-rt04',
  });
  await expect(window.getByRole('alert').filter({ hasText: 'Server RT 04 di balai warga' })).toBeVisible();
}

/** Goes to each screen, and in the settings to each section. */
async function onEveryScreen(window: Page, look: (where: string) => Promise<void>): Promise<void> {
  const texts = (await window.locator('html').getAttribute('lang')) === 'id' ? id : en;
  for (const screen of screens) {
    const name = texts.shell.screens[screen];
    await railButton(window, name).click();
    await expect(heading(window, name)).toBeAttached();
    if (screen !== 'settings') await look(screen);
    else {
      for (const section of sections) {
        await window.getByRole('tab', { name: texts.settings.sections[section] }).click();
        await look(`settings: ${section}`);
      }
    }
  }
}

async function expectAllAccessible(window: Page): Promise<void> {
  // A colour half way between two themes is nobody's fault.
  await window.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(window, theme);
    await onEveryScreen(window, (where) => expectAccessible(window, `${where}, ${theme}`));
  }
}

test('axe finds nothing on the first screen, in either theme', async ({ console: { window } }) => {
  await window.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(window, theme);
    await expect(heading(window, en.hosts.firstRun.title)).toBeVisible();
    await expectAccessible(window, theme);
    await window.getByRole('button', { name: 'Add a server', exact: true }).click();
    await expect(window.getByRole('dialog')).toBeVisible();
    await expectAccessible(window, `add a server, ${theme}`);
    await window.keyboard.press('Escape');
  }
});

test('axe finds nothing on any screen while the server is away, in either theme', async ({
  console: { window },
}) => {
  await addLostServer(window);
  await expectAllAccessible(window);
});

test('axe finds nothing on any screen of a running server, and nothing overflows, in either theme and language', async ({
  console: running,
  rt04,
}) => {
  test.setTimeout(150_000);
  const { window } = running;
  await resize(running, 1280, 800);
  await addServer(window, rt04);
  await allTilesUp(window);
  await expectAllAccessible(window);
  for (const language of ['en', 'id'] as const) {
    await setLanguage(window, language);
    await onEveryScreen(window, async (where) => {
      expect(await overflowing(window), `${where}, ${language}`).toEqual([]);
    });
  }
});

test('nothing overflows at 1280 × 800 nor in the smallest window, in either language', async ({
  console: running,
}) => {
  const { window } = running;
  await addLostServer(window);
  for (const [width, height] of [
    [1280, 800],
    [960, 600],
  ] as const) {
    await resize(running, width, height);
    for (const language of ['en', 'id'] as const) {
      await setLanguage(window, language);
      await onEveryScreen(window, async (where) => {
        // Tables keep their columns in a small window and scroll by themselves.
        const found = await overflowing(window, width < 1280);
        expect(found, `${where}, ${width} × ${height}, ${language}`).toEqual([]);
      });
    }
  }
});

test('every screen is reached with the Tab and Enter keys alone', async ({ console: { window } }) => {
  await addLostServer(window);
  const focused = () =>
    window.evaluate(() => (document.activeElement?.closest('nav') ? document.activeElement.textContent : ''));
  for (const screen of screens) {
    const name = en.shell.screens[screen];
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses += 1) {
      await window.keyboard.press('Tab');
    }
    expect(await focused()).toBe(name);
    await window.keyboard.press('Enter');
    await expect(heading(window, name)).toBeAttached();
    await expect(railButton(window, name)).toHaveAttribute('aria-current', 'page');
  }
});

test('Ctrl+1 to Ctrl+7 are the screens in the rail’s order', async ({ console: { window } }) => {
  await addLostServer(window);
  for (const [index, screen] of screens.entries()) {
    await window.keyboard.press(`Control+${index + 1}`);
    await expect(heading(window, en.shell.screens[screen])).toBeAttached();
  }
});

test('Ctrl+K opens the palette, which runs what is typed and gives the focus back', async ({
  console: { window },
}) => {
  await addLostServer(window);
  const backups = railButton(window, en.shell.screens.backups);
  const palette = window.getByRole('dialog').getByRole('combobox');

  await backups.focus();
  await window.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await expectAccessible(window, 'palette');
  await window.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await expect(backups).toBeFocused();

  await window.keyboard.press('Control+k');
  await palette.pressSequentially('incidents');
  await window.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(heading(window, en.shell.screens.incidents)).toBeAttached();
});

test('the language switches at once on the screen where it is chosen, and back', async ({
  console: { window },
}) => {
  await addLostServer(window);
  await railButton(window, en.shell.screens.settings).click();
  await window.getByLabel(en.settings.language).selectOption('id');
  await expect(heading(window, id.shell.screens.settings)).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('lang', 'id');
  for (const screen of screens) await expect(railButton(window, id.shell.screens[screen])).toBeVisible();

  await railButton(window, id.shell.screens.overview).click();
  await expect(window.getByRole('button', { name: id.overview.connection.details })).toBeVisible();
  await expect(window.getByText(en.overview.connection.details)).toBeHidden();

  await railButton(window, id.shell.screens.settings).click();
  await window.getByLabel(id.settings.language).selectOption('en');
  await expect(heading(window, en.shell.screens.settings)).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('lang', 'en');
});
