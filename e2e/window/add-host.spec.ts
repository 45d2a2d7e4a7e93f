import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { HostView } from '../../src/shared/domain/host.ts';
import { acceptHostKey, allTilesUp, fillServerForm, serverName, tiles } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { test } from '../fixtures/rt04-server.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';

const listHosts = async (window: Page): Promise<readonly HostView[]> =>
  ((await callThroughWindow(window, 'hosts.list', {})) as { hosts: HostView[] }).hosts;

const otherName = 'The same server, by its own manual';

const switcher = (window: Page) => window.getByRole('banner').getByRole('button', { name: /^Server/ });
const openSwitcher = async (window: Page): Promise<void> => {
  await switcher(window).focus();
  await window.keyboard.press('Enter');
  // Keys that come before the menu has the focus go to the button, and a space there closes the menu again.
  await expect(window.getByRole('menu').locator(':focus')).toHaveCount(1);
};
const chooseHost = async (window: Page, name: string): Promise<void> => {
  await openSwitcher(window);
  // Typing goes to the first host that begins so, as in any menu; up to the space, which chooses when it comes late.
  await window.keyboard.type(name.split(' ', 1)[0] as string);
  // The menu moves its focus a moment after the key: an Enter before that chooses what was highlighted until then.
  await expect(window.getByRole('menuitem').and(window.locator(':focus'))).toContainText(name);
  await window.keyboard.press('Enter');
  await expect(switcher(window)).toContainText(name);
};

/** From now on, the number of tiles of every change of the page in which the switcher names `name`. */
const watchTilesOf = async (window: Page, name: string): Promise<() => Promise<readonly number[]>> => {
  const watch = await window.evaluateHandle((host) => {
    const seen: number[] = [];
    new MutationObserver(() => {
      if (!document.querySelector('header')?.textContent?.includes(host)) return;
      seen.push(document.querySelectorAll('ul[aria-label="Services"] > li').length);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return seen;
  }, name);
  return () => watch.jsonValue();
};
const serverCard = async (window: Page, name: string) => {
  await openSwitcher(window);
  await window.getByRole('menuitem', { name: 'Manage servers…' }).click();
  const heading = window.getByRole('heading', { level: 2 }).filter({ hasText: name });
  return window
    .getByRole('main')
    .locator('section, article, li, div')
    .filter({ has: heading })
    .filter({ has: window.getByRole('button', { name: 'Test' }) })
    .last();
};

test('a server is tried before it is added, run by a manual made from what it runs, and switched at once', async ({
  console: { window, home },
  rt04,
}) => {
  test.setTimeout(180_000);
  const tryIt = async (name: string): Promise<ReturnType<Page['getByRole']>> => {
    const form = await fillServerForm(window, rt04, { name });
    await form.getByRole('button', { name: 'Test', exact: true }).click();
    return window.getByRole('dialog', { name });
  };

  await test.step('a server that was looked at and not added leaves nothing', async () => {
    await window.getByRole('button', { name: 'Add a server', exact: true }).click();
    const found = await tryIt(serverName);
    await acceptHostKey(window, rt04);
    await expect(found.getByRole('list', { name: 'Connection steps' })).toContainText('Verify the host key');
    await expect(found.getByRole('checkbox')).toBeChecked();
    await found.getByRole('button', { name: 'Back' }).click();
    const form = window.getByRole('dialog', { name: 'Add a server over SSH' });
    await expect(form.getByLabel('User', { exact: true })).toHaveValue(rt04.sshd.user);
    await form.getByRole('button', { name: 'Cancel' }).click();
    expect(await listHosts(window)).toEqual([]);
    await expect(window.getByRole('heading', { name: 'Whose watch is it tonight?' })).toBeVisible();
  });

  await test.step('a manual made from what runs is read first, and then its tiles turn green', async () => {
    await window.getByRole('button', { name: 'Add a server', exact: true }).click();
    const found = await tryIt(serverName);
    await found.getByRole('radio', { name: 'Make one from what runs' }).check();
    await found.getByText('Read the manual').click();
    const preview = found.getByRole('region', { name: 'Read the manual' });
    await expect(preview).toContainText('id: warga-service');
    await expect(preview).toContainText(`http://127.0.0.1:${rt04.stack.ports['warga-service']}/health`);
    await takeScreenshots(window, 'made-manual');
    await found.getByRole('checkbox').uncheck();
    await expect(found.getByRole('button', { name: 'Add and connect' })).toBeDisabled();
    await found.getByRole('checkbox').check();
    await found.getByRole('button', { name: 'Add and connect' }).click();
    await expect(found).toBeHidden();
    await expect(tiles(window)).toHaveCount(6);
    const up = tiles(window).filter({ has: window.getByText('Up', { exact: true }) });
    await expect(up).toHaveCount(6, { timeout: 45_000 });
  });

  await test.step('a second server is added, and each is shown at once when it is chosen', async () => {
    await callThroughWindow(window, 'profile.import', { yaml: rt04.profile });
    await openSwitcher(window);
    await window.getByRole('menuitem', { name: 'Add a server…' }).click();
    const found = await tryIt(otherName);
    await found.getByRole('radio', { name: /^Use a manual/ }).check();
    await found.getByLabel('Manual', { exact: true }).selectOption({ label: 'PRISMA RT 04' });
    await found.getByRole('button', { name: 'Add and connect' }).click();
    await allTilesUp(window);
    const attempts = async () => (await listHosts(window)).map(({ connection }) => connection.since);
    const before = await attempts();
    for (const [name, count] of [
      [serverName, 6],
      [otherName, 8],
      [serverName, 6],
    ] as const) {
      await expect(switcher(window)).not.toContainText(name);
      const tilesSeen = await watchTilesOf(window, name);
      await chooseHost(window, name);
      await expect(tiles(window)).toHaveCount(count);
      await expect(tiles(window).filter({ has: window.getByText('Up', { exact: true }) })).toHaveCount(count);
      const seen = await tilesSeen();
      expect(seen.length).toBeGreaterThan(0);
      expect(new Set(seen), `no moment that names ${name} and shows other tiles`).toEqual(new Set([count]));
    }
    expect(await attempts(), 'switching connects nothing anew').toEqual(before);
  });

  await test.step('a key that has changed is refused with both fingerprints and no way on', async () => {
    const file = join(home, 'known_hosts');
    const known = await readFile(file, 'utf8');
    const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
    await writeFile(file, known.replace(/ssh-ed25519 \S+/g, `ssh-ed25519 ${other}`));
    const card = await serverCard(window, serverName);
    await card.getByRole('button', { name: 'Disconnect' }).click();
    await card.getByRole('button', { name: 'Connect', exact: true }).click();
    const alert = window.getByRole('tabpanel', { name: 'Servers' }).getByRole('alert');
    await expect(alert).toContainText(rt04.sshd.fingerprint);
    await expect(alert.getByText(/SHA256:.*SHA256:/s)).toBeVisible();
    await expect(window.getByRole('alertdialog')).toHaveCount(0);
    await expect(alert.getByRole('button')).toHaveCount(0);
    await takeScreenshots(window, 'changed-key');
    await writeFile(file, known);
  });

  await test.step('a server that cannot be used says at which step it stands and what to do', async () => {
    await openSwitcher(window);
    await window.getByRole('menuitem', { name: 'Add a server…' }).click();
    const form = await fillServerForm(window, rt04, { name: 'Why not', socket: '/var/run/no-such.sock' });
    await form.getByRole('button', { name: 'Test', exact: true }).click();
    const found = window.getByRole('dialog', { name: 'Why not' });
    await expect(found.getByRole('alert')).toContainText('/var/run/no-such.sock');
    await expect(found.getByRole('listitem').filter({ hasText: 'Reach Docker' })).toBeVisible();
    await takeScreenshots(window, 'why-not');
    await found.getByRole('button', { name: 'Add anyway' }).click();
    await expect(found).toBeHidden();
    await serverCard(window, 'Why not');
    const alert = window.getByRole('tabpanel', { name: 'Servers' }).getByRole('alert');
    await expect(alert.filter({ hasText: '/var/run/no-such.sock' })).toBeVisible();
    await takeScreenshots(window, 'connections');
  });
});
