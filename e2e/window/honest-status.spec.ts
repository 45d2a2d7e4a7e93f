import { mkdtemp, rm } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import type { Heartbeat } from '../../src/shared/domain/health.ts';
import type { HostView } from '../../src/shared/domain/host.ts';
import type { Incident } from '../../src/shared/domain/incident.ts';
import { addServer, allTilesUp, tileOf, tiles } from '../fixtures/add-server.ts';
import { afterGathering, setUpTelegram, test, textsOf } from '../fixtures/alerting-console.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';
import { startCutLink } from '../testbed/cut-link.ts';
import { descendantsOf } from '../testbed/process-tree.ts';
import { SERVICE_NAMES } from '../testbed/stack.ts';
import { profileForStack } from '../testbed/stack-profile.ts';

const hostIdOf = async (window: Page): Promise<string> => {
  const { hosts } = (await callThroughWindow(window, 'hosts.list', {})) as { hosts: HostView[] };
  return hosts[0]?.id ?? '';
};
const incidentsOf = async (window: Page): Promise<readonly Incident[]> =>
  ((await callThroughWindow(window, 'incidents.list', {})) as { incidents: Incident[] }).incidents;
const beatsOf = async (window: Page, serviceId: string): Promise<readonly Heartbeat[]> => {
  const range = { hostId: await hostIdOf(window), serviceId, checkId: 'health', sinceMs: 0 };
  return ((await callThroughWindow(window, 'health.history', range)) as { beats: Heartbeat[] }).beats;
};
const showing = (window: Page, word: string) =>
  tiles(window).filter({ has: window.getByText(word, { exact: true }) });
/** What the reading cursor of a tile's bar says of each of its cells, oldest first. */
const cellsOf = async (window: Page, name: string): Promise<readonly string[]> => {
  const bar = tileOf(window, name).getByRole('slider');
  const count = Number(await bar.getAttribute('aria-valuemax'));
  await bar.focus();
  await bar.press('Home');
  const cells: string[] = [];
  for (let cell = 0; cell < count; cell++) {
    cells.push((await bar.getAttribute('aria-valuetext')) ?? '');
    await bar.press('ArrowRight');
  }
  await bar.press('Escape');
  return cells;
};

test('a cut link: every tile is unobserved with what was seen last, one alert, nothing down, and a grey gap', async ({
  away: { window },
  telegram,
  rt04,
}) => {
  test.setTimeout(300_000);
  const dir = await mkdtemp('/tmp/ronda-cut-');
  const link = await startCutLink({ dir, targetPort: rt04.sshd.port });
  try {
    await setUpTelegram(window);
    await window.getByRole('button', { name: 'Overview', exact: true }).click();
    await addServer(window, {
      ...rt04,
      sshd: { ...rt04.sshd, host: link.host as '127.0.0.1', port: link.port },
    });
    await allTilesUp(window);
    const seen = await tileOf(window, 'Residents').locator('dl').first().innerText();
    expect(seen).toMatch(/\d/);

    const cutAt = Date.now();
    await link.cut();
    await test.step('nothing is called down while nobody can know', async () => {
      await expect(window.getByText('No connection to RT 04 server')).toBeVisible({ timeout: 120_000 });
      await expect(showing(window, 'Unobserved')).toHaveCount(8);
      await takeScreenshots(window, 'link-cut');
      const bar = tileOf(window, 'Residents').getByRole('slider');
      expect(await tileOf(window, 'Residents').locator('dl').first().innerText()).toMatch(/\d/);
      const dimmed = await bar
        .locator('i')
        .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).opacity));
      expect(dimmed.some((opacity) => Number(opacity) < 1)).toBe(true);
    });

    await test.step('one alert, for the host', async () => {
      await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);
      await afterGathering(window);
      expect(textsOf(telegram)).toEqual([expect.stringContaining('<b>Connection to RT 04 server lost</b>')]);
      expect((await incidentsOf(window)).map(({ title }) => title)).toEqual([
        'Connection to RT 04 server lost',
      ]);
    });

    await test.step('back again, the time between is grey and nothing in it is down', async () => {
      await link.mend();
      const mendedAt = Date.now();
      await expect(async () => {
        const now = window.getByRole('button', { name: 'Connect now' });
        if (await now.isVisible()) await now.click({ timeout: 1_000 });
        await expect(showing(window, 'Up')).toHaveCount(8, { timeout: 5_000 });
      }).toPass({ timeout: 120_000 });
      const beats = await beatsOf(window, 'warga-service');
      expect(beats.filter(({ at }) => at > cutAt && at < mendedAt && mendedAt - at > 1000)).toEqual([]);
      expect(beats.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      const cells = await cellsOf(window, 'Residents');
      expect(cells.filter((cell) => cell.includes('nobody was watching')).length).toBeGreaterThan(3);
      expect(cells.filter((cell) => / · Down · /.test(cell))).toEqual([]);
      expect(cells.at(-1)).toContain(' · Up · ');
      await takeScreenshots(window, 'link-back');
      await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBe(2);
      await afterGathering(window);
      expect(textsOf(telegram).slice(1)).toEqual([expect.stringContaining('RT 04 server')]);
    });
  } finally {
    await link.stop();
    await rm(dir, { recursive: true, force: true });
  }
});

test('a laptop that slept: one round when it wakes, a grey gap, no alert and nothing piled up', async ({
  away: { app, window },
  telegram,
  rt04,
}) => {
  test.setTimeout(180_000);
  await setUpTelegram(window);
  await window.getByRole('button', { name: 'Overview', exact: true }).click();
  await addServer(window, rt04);
  await allTilesUp(window);
  const everyMs = 3_000;
  const sleptMs = 30_000;

  const pid = app.process().pid ?? 0;
  const tree = [pid, ...(await descendantsOf(pid))];
  for (const one of tree) process.kill(one, 'SIGSTOP');
  const sleptAt = Date.now();
  await new Promise((resolve) => setTimeout(resolve, sleptMs));
  const wokenAt = Date.now();
  for (const one of tree.toReversed()) process.kill(one, 'SIGCONT');

  await test.step('one round, and no more than the interval allows', async () => {
    await expect
      .poll(async () => (await beatsOf(window, 'warga-service')).at(-1)?.at)
      .toBeGreaterThan(wokenAt);
    await allTilesUp(window);
    const now = Date.now();
    for (const service of SERVICE_NAMES) {
      const beats = await beatsOf(window, service);
      expect(beats.filter(({ at }) => at > sleptAt && at < wokenAt)).toEqual([]);
      const since = beats.filter(({ at }) => at >= wokenAt).map(({ at }) => at);
      expect(since.length).toBeGreaterThan(0);
      // The round at the wake-up, one an interval, and a retry or two; the sleep missed ten.
      expect(since.length, service).toBeLessThanOrEqual((now - wokenAt) / everyMs + 5);
      expect(beats.filter(({ status }) => status === 'down')).toEqual([]);
    }
  });

  await test.step('the sleep is grey, and nobody was told anything', async () => {
    const cells = await cellsOf(window, 'Residents');
    const grey = cells.filter((cell) => cell.includes('nobody was watching')).length;
    expect(grey).toBeGreaterThanOrEqual(sleptMs / everyMs - 3);
    expect(cells.filter((cell) => / · Down · /.test(cell))).toEqual([]);
    await takeScreenshots(window, 'after-sleep');
    await afterGathering(window);
    expect(textsOf(telegram)).toEqual([]);
    expect(await incidentsOf(window)).toEqual([]);
  });
});

test('the gateway alone is down: one incident, for it, which says that the services behind it answer', async ({
  away: { window },
  telegram,
  rt04,
}) => {
  test.setTimeout(180_000);
  await setUpTelegram(window);
  await window.getByRole('button', { name: 'Overview', exact: true }).click();
  // Between the gateway's two failures what is behind it is looked at: time for that on a slow machine, too.
  const profile = await profileForStack({ ports: rt04.stack.ports, every: '10s', retryAfter: '8s' });
  await addServer(window, { ...rt04, profile });
  await allTilesUp(window);
  await rt04.stack.stopService('gateway');
  try {
    const gateway = tileOf(window, 'API gateway');
    await expect(gateway.getByText('Down', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await afterGathering(window);
    expect((await incidentsOf(window)).map(({ title }) => title)).toEqual([
      'API gateway is down; the services behind it answer',
    ]);
    expect(textsOf(telegram)).toEqual([
      expect.stringContaining('<b>API gateway is down; the services behind it answer</b>'),
    ]);
    await takeScreenshots(window, 'gateway-down');
  } finally {
    await rt04.stack.startService('gateway');
  }
  await allTilesUp(window);
});
