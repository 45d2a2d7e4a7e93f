import { copyFile, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { giveToApp, launchConsole, makeAppFolder, test } from '../fixtures/console-app.ts';

async function openVaultSettings(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window
    .getByRole('tab', { name: 'Vault' })
    .or(window.getByRole('button', { name: 'Vault' }))
    .click();
}

test('a vault is opened on a second laptop by the recovery kit, which the window never sees', async ({
  console: first,
}) => {
  const folder = await makeAppFolder('ronda-kit-');
  const kitFile = join(folder, 'kit.txt');
  const { window } = first;
  await openVaultSettings(window);
  await window.getByLabel('Passphrase', { exact: true }).fill('kentongan tiga kali');
  await window.getByLabel('Repeat the passphrase').fill('kentongan tiga kali');
  await window.getByRole('button', { name: 'Create the vault' }).click();
  await expect(window.getByRole('heading', { name: 'The vault is open' })).toBeVisible();

  // The system's own dialog cannot be clicked from here: it answers at once.
  await first.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, kitFile);
  await window.getByRole('button', { name: 'Save the recovery kit' }).click();
  await expect(window.getByRole('status').filter({ hasText: kitFile })).toBeVisible();
  const kit = await readFile(kitFile, 'utf8');
  const key = /AGE-SECRET-KEY-1\w+/.exec(kit)?.[0] ?? '';
  expect(key).not.toBe('');
  expect((await stat(kitFile)).mode & 0o077, 'nobody else may read it').toBe(0);
  expect(await window.content()).not.toContain(key);

  const home = await makeAppFolder('ronda-home-');
  await copyFile(join(first.home, 'vault.json'), join(home, 'vault.json'));
  await copyFile(join(first.home, 'settings.json'), join(home, 'settings.json'));
  await giveToApp(join(home, 'vault.json'));
  await giveToApp(join(home, 'settings.json'));
  const second = await launchConsole({ home });
  try {
    await openVaultSettings(second.window);
    await expect(second.window.getByRole('heading', { name: 'The vault is locked' })).toBeVisible();
    await second.window.getByText('Passphrase lost, or another laptop?').click();
    const recover = async (recoveryKey: string): Promise<void> => {
      await second.window.getByLabel('Recovery key').fill(recoveryKey);
      await second.window.getByLabel('New passphrase').fill('sandi di laptop kedua');
      await second.window.getByRole('button', { name: 'Recover', exact: true }).click();
    };
    await recover(key.replace(/.$/, 'B'));
    await expect(second.window.getByText('That is not the recovery key of this vault.')).toBeVisible();
    await recover(key);
    await expect(second.window.getByRole('heading', { name: 'The vault is open' })).toBeVisible();
  } finally {
    await second.app.close();
    await rm(home, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
});
