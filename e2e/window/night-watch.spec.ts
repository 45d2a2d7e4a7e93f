import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { fakeToken } from '../../src/core/alerts/testing/contents.ts';
import type { Heartbeat } from '../../src/shared/domain/health.ts';
import type { HostView } from '../../src/shared/domain/host.ts';
import { addServer, allTilesUp, serverName, tileOf } from '../fixtures/add-server.ts';
import { setUpTelegram } from '../fixtures/alerting-console.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { closeConsole } from '../fixtures/close-console.ts';
import { type ConsoleApp, launchConsole, makeAppFolder } from '../fixtures/console-app.ts';
import { test } from '../fixtures/rt04-server.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';
import { startTelegramStandIn } from '../testbed/night-watch-telegram.ts';
import { crontabOf, runCrontab } from '../testbed/run-crontab.ts';

const passphrase = 'kentongan tiga kali';

/** A beat of the night watch counts where the console has none of its own within an interval, 3 s here. */
const farFromTheConsole = () => new Promise((resolve) => setTimeout(resolve, 7_000));

const openServers = async (window: Page) => {
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  await window.getByRole('tab', { name: 'Servers' }).click();
  return window.getByRole('region', { name: 'Night watch' });
};

test('the night watch is placed from the window, tells of what dies while the console is closed, and fills the gap', async ({
  rt04,
}) => {
  test.setTimeout(300_000);
  const telegram = await startTelegramStandIn();
  const { user } = rt04.sshd;
  const serverHome = join(dirname(rt04.sshd.logFile), 'home');
  const home = await makeAppFolder('ronda-night-');
  const env = { RONDA_TELEGRAM_API: telegram.base };
  const running: ConsoleApp[] = [];
  try {
    const first = await launchConsole({ home, env });
    running.push(first);
    const { window } = first;
    await callThroughWindow(window, 'app.update-settings', { language: 'en' });
    await callThroughWindow(window, 'vault.create', { passphrase });
    await setUpTelegram(window);
    await window.getByRole('button', { name: 'Overview', exact: true }).click();
    await addServer(window, rt04);
    await allTilesUp(window);

    await test.step('all of it is shown first, the token apart, and nothing is placed before yes', async () => {
      const section = await openServers(window);
      await expect(section.getByText('Not placed')).toBeVisible();
      await section.getByRole('button', { name: 'Place the night watch…' }).click();
      const dialog = window.getByRole('dialog', { name: `The night watch on ${serverName}` });
      await expect(dialog.getByRole('figure', { name: 'Lines added to the crontab' })).toContainText(
        '* * * * *',
      );
      await dialog.getByText('ronda-night-watch.sh').first().click();
      await expect(dialog.getByRole('figure', { name: 'ronda-night-watch.sh' })).toContainText('#!/bin/sh');
      expect(await window.content()).not.toContain(fakeToken.slice(10));
      expect(await crontabOf(user)).toBe('');
      await takeScreenshots(window, 'night-watch-plan');
      await dialog.getByRole('button', { name: 'Place it' }).click();
      await expect(dialog).toBeHidden({ timeout: 60_000 });
      await expect(section.getByText('Watching', { exact: true })).toBeVisible();
      await takeScreenshots(window, 'night-watch-placed');
      expect(await crontabOf(user)).toContain('ronda-night-watch.sh');
    });

    await test.step('with the console closed a service is killed: one message, from the server', async () => {
      await first.app.close();
      running.pop();
      await farFromTheConsole();
      // Its lease is given back at the close: the next minute is the night watch's.
      await runCrontab(user, serverHome);
      expect(telegram.messages).toEqual([]);
      await rt04.stack.stopService('keuangan-service');
      await expect
        .poll(
          async () => {
            await runCrontab(user, serverHome);
            return telegram.messages.length;
          },
          { timeout: 120_000 },
        )
        .toBe(1);
      await farFromTheConsole();
      await runCrontab(user, serverHome);
      await runCrontab(user, serverHome);
      await farFromTheConsole();
      expect(telegram.messages).toMatchObject([{ byNightWatch: true, chatId: '-1001234567890' }]);
      expect(telegram.messages[0]?.text).toContain('<b>Finance is down</b>');
      expect(telegram.messages[0]?.text).toContain('Seen by the night watch on the server');
    });

    await test.step('the console is back: the gap holds what the night watch saw, and nothing is told twice', async () => {
      const second = await launchConsole({ home, env });
      running.push(second);
      const { window: again } = second;
      await callThroughWindow(again, 'vault.unlock', { passphrase });
      await expect(tileOf(again, 'Finance').getByText('Down', { exact: true })).toBeVisible({
        timeout: 60_000,
      });
      const { hosts } = (await callThroughWindow(again, 'hosts.list', {})) as { hosts: HostView[] };
      const beats = async (): Promise<readonly Heartbeat[]> => {
        const range = { hostId: hosts[0]?.id, serviceId: 'keuangan-service', checkId: 'health', sinceMs: 0 };
        return ((await callThroughWindow(again, 'health.history', range)) as { beats: Heartbeat[] }).beats;
      };
      await expect
        .poll(async () =>
          (await beats()).filter(({ source }) => source === 'night-watch').map(({ status }) => status),
        )
        .toEqual(expect.arrayContaining(['up', 'down']));
      const bar = tileOf(again, 'Finance').getByRole('slider');
      await bar.focus();
      await expect(async () => {
        const told: string[] = [];
        await bar.press('Home');
        for (let cell = 0; cell < 40; cell++) {
          told.push((await bar.getAttribute('aria-valuetext')) ?? '');
          await bar.press('ArrowRight');
        }
        expect(
          told.some((text) => text.includes(' · Down · ') && text.endsWith('seen by the night watch')),
        ).toBe(true);
      }).toPass({ timeout: 30_000 });
      await takeScreenshots(again, 'night-watch-gap');
      await again.waitForTimeout(16_000);
      expect(telegram.messages).toHaveLength(1);

      await rt04.stack.startService('keuangan-service');
      await allTilesUp(again);
      await expect.poll(() => telegram.messages.length, { timeout: 60_000 }).toBe(2);
      expect(telegram.messages[1]?.text).toContain('<b>Finance is up again</b>');

      await test.step('removed, nothing of it is left on the server', async () => {
        const section = await openServers(again);
        await section.getByRole('button', { name: 'Remove' }).click();
        const question = again.getByRole('alertdialog', { name: /^Remove the night watch/ });
        await question.getByRole('button', { name: 'Remove' }).click();
        await expect(section.getByText('Not placed')).toBeVisible({ timeout: 30_000 });
        expect(await crontabOf(user)).not.toContain('ronda');
      });
    });
  } finally {
    const [last] = running;
    if (last) await closeConsole(last);
    await rt04.stack.startService('keuangan-service');
    await telegram.close();
    await rm(home, { recursive: true, force: true });
  }
});
