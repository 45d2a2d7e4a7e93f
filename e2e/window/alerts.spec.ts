import { expect } from '@playwright/test';
import { fakeToken } from '../../src/core/alerts/testing/contents.ts';
import { addServer, allTilesUp, tileOf } from '../fixtures/add-server.ts';
import { openAlerts, setUpTelegram, test, textsOf } from '../fixtures/alerting-console.ts';
import { findInFiles } from '../fixtures/find-in-files.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';

test('Telegram is set up, and its Test button says how it went, with the token nowhere', async ({
  away: { window, home },
  telegram,
}) => {
  await setUpTelegram(window);
  const card = window.getByRole('region', { name: 'Telegram' });
  const button = card.getByRole('button', { name: 'Send a test by Telegram' });
  await button.click();
  await expect(card.getByRole('status').filter({ hasText: 'The test message was taken' })).toBeVisible();
  expect(telegram.taken).toMatchObject([
    { path: `/bot${fakeToken}/sendMessage`, body: { chat_id: '-1001234567890', parse_mode: 'HTML' } },
  ]);

  telegram.next({ status: 403, body: { ok: false, description: 'Forbidden: bot was kicked' } });
  await button.click();
  const alert = card.getByRole('alert');
  await expect(alert).toContainText(
    'does not let the bot write to this chat (403): Forbidden: bot was kicked',
  );
  await expect(alert).toContainText('then press Test');
  await expect(card.getByText('Stopped', { exact: true })).toBeVisible();
  await takeScreenshots(window, 'alerts');

  telegram.next({ status: 401, body: { ok: false, description: `Unauthorized ${fakeToken}` } });
  await button.click();
  await expect(alert).toContainText('does not accept the bot token (401)');
  expect(await window.content()).not.toContain(fakeToken.slice(10));
  expect(await findInFiles(home, [fakeToken.slice(10)]), 'it is in the vault alone, encrypted').toEqual([]);
});

test('a webhook gets the test with its secret header, and a wrong address is refused at once', async ({
  away: { window },
  telegram: receiver,
}) => {
  await openAlerts(window);
  const card = window.getByRole('region', { name: 'Webhook' });
  await card.getByLabel('Address').fill('http://example.com/hook');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByRole('alert')).toContainText('cannot be used for a webhook');
  await card.getByLabel('Address').fill(`${receiver.base}/hooks/abc`);
  await card.getByLabel('Secret header').fill('Authorization');
  await card.getByLabel('Its value').fill('Bearer very-secret');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByText('Ready', { exact: true })).toBeVisible();
  await card.getByRole('button', { name: 'Send a test by Webhook' }).click();
  await expect(card.getByRole('status').filter({ hasText: 'The test message was taken' })).toBeVisible();
  expect(receiver.taken).toMatchObject([
    { path: '/hooks/abc', headers: { authorization: 'Bearer very-secret' }, body: { kind: 'test' } },
  ]);
});

test('a service that dies is exactly one message, its recovery another', async ({
  away: { window },
  telegram,
  rt04,
}) => {
  test.setTimeout(180_000);
  await setUpTelegram(window);
  await window.getByRole('button', { name: 'Overview', exact: true }).click();
  await addServer(window, rt04);
  await allTilesUp(window);
  expect(telegram.taken).toEqual([]);

  await rt04.stack.stopService('keuangan-service');
  await expect(tileOf(window, 'Finance').getByText('Down', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => telegram.taken.length, { timeout: 20_000 }).toBe(1);
  // It goes on failing, check after check.
  await window.waitForTimeout(12_000);
  expect(textsOf(telegram)).toEqual([
    expect.stringContaining('<b>Finance is down</b>\nServer: RT 04 server'),
  ]);

  await rt04.stack.startService('keuangan-service');
  await allTilesUp(window);
  await expect.poll(() => telegram.taken.length, { timeout: 20_000 }).toBe(2);
  await window.waitForTimeout(6_000);
  expect(textsOf(telegram).slice(1)).toEqual([expect.stringContaining('<b>Finance is up again</b>')]);

  await openAlerts(window);
  const rows = window.getByRole('table', { name: 'Messages' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Telegram' }).filter({ hasText: 'Sent' })).toHaveCount(2);
});

test('services that die together are one message, and come back as one', async ({
  away: { window },
  telegram,
  rt04,
}) => {
  test.setTimeout(180_000);
  await setUpTelegram(window);
  await window.getByRole('button', { name: 'Overview', exact: true }).click();
  await addServer(window, rt04);
  await allTilesUp(window);

  const services = ['warga-service', 'keuangan-service', 'keamanan-service', 'surat-service'] as const;
  // By their switch and not by a stop: how long four containers take to begin again is the machine's affair.
  const turn = (unhealthy: boolean) =>
    Promise.all(services.map((service) => rt04.stack.control(service, { unhealthy })));
  await turn(true);
  await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);
  await window.waitForTimeout(12_000);
  expect(textsOf(telegram)).toEqual([expect.stringContaining('<b>4 things failed at once</b>')]);

  await turn(false);
  await allTilesUp(window);
  await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBeGreaterThan(1);
  await window.waitForTimeout(12_000);
  expect(textsOf(telegram).slice(1)).toEqual([expect.stringContaining('<b>4 things are up again</b>')]);
});
