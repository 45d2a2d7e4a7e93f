import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { BackupManifest } from '../../src/shared/domain/backup.ts';
import { addServer, allTilesUp, tileOf } from '../fixtures/add-server.ts';
import { dropFile } from '../fixtures/drop-file.ts';
import { findInFiles } from '../fixtures/find-in-files.ts';
import { test } from '../fixtures/rt04-server.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';
import { unpackedFile } from '../fixtures/unpacked-file.ts';
import { checkInvariantOf, wargaDatabase } from '../fixtures/warga-database.ts';
import { waitFor } from '../testbed/wait-for.ts';

test('a whole night round, from an empty console to a restored database', async ({
  console: { app, window, home },
  rt04,
}) => {
  test.setTimeout(180_000);
  const rail = window.getByRole('navigation', { name: 'Main navigation' });
  const warga = wargaDatabase(rt04);
  const residents = await warga.personalData();
  const [person] = residents;
  if (!person) throw new Error('the sample stack has no residents');

  await test.step('the server is added over SSH and every tile turns green', async () => {
    await expect(window.getByRole('heading', { name: 'Whose watch is it tonight?' })).toBeVisible();
    await takeScreenshots(window, 'first-run');
    await addServer(window, rt04);
    await allTilesUp(window);
    await takeScreenshots(window, 'overview');
    const knownHosts = await readFile(join(home, 'known_hosts'), 'utf8');
    expect(knownHosts).toContain(rt04.sshd.knownHostsLine.split(' ').slice(1).join(' ').trim());
  });

  await test.step('a service that breaks from outside is pending, then down, and opens an incident', async () => {
    const finance = tileOf(window, 'Finance');
    const pending = expect(finance.getByText('Pending', { exact: true })).toBeVisible({ timeout: 15_000 });
    await rt04.stack.stopService('keuangan-service');
    await pending;
    await expect(finance.getByText('Down', { exact: true })).toBeVisible({ timeout: 15_000 });
    await takeScreenshots(window, 'overview-down');
    const strip = window.getByRole('region', { name: 'Open incidents' });
    await strip.getByRole('button', { name: /^Open incident .*Finance is down/ }).click();
  });

  const incident = window.getByRole('article', { name: 'Finance is down' });
  const timeline = incident.getByRole('region', { name: 'Timeline' });
  const steps = incident.getByRole('list', { name: 'Procedure' });

  await test.step('it is acknowledged, and restarted from inside the incident', async () => {
    await incident.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(incident.getByText(/^responded after/)).toBeVisible();
    for (const [step, note] of [
      ['Assess', `Dues cannot be booked, says ${person.nik}, ${person.phone}, ${person.email}.`],
      ['Contain', 'It stands already.'],
      ['Fix', 'Somebody stopped the container by hand.'],
      ['Test', 'Nothing was changed, nothing to test.'],
    ] as const) {
      const due = steps
        .locator('[aria-current=step]')
        .filter({ has: window.getByRole('heading', { name: step }) });
      await due.getByLabel('What was found or done').fill(note);
      await due.getByRole('button', { name: 'Step done' }).click();
    }
    const deploy = steps.locator('[aria-current=step]').filter({ hasText: 'Deploy' });
    await expect(deploy.getByRole('figure', { name: 'Commands on the server' })).toContainText(
      'docker restart',
    );
    await deploy.getByRole('button', { name: 'Restart Finance' }).click();
    const question = window.getByRole('dialog', { name: 'Restart Finance?' });
    await expect(question.getByRole('figure')).toContainText('docker restart');
    await takeScreenshots(window, 'command-first');
    await question.getByLabel(/^Reason/).fill('It was stopped from outside');
    await question.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect(question).toBeHidden({ timeout: 20_000 });
  });

  await test.step('it is green again, and the timeline says when', async () => {
    await expect(incident.getByText('Checks are green again')).toBeVisible({ timeout: 20_000 });
    const recovered = timeline.getByRole('listitem').filter({ hasText: 'Checks green again' });
    await expect(recovered.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/);
    await expect(timeline.getByRole('listitem').filter({ hasText: 'docker restart' })).toBeVisible();
    await steps.getByRole('button', { name: 'Step done' }).click();
    await expect(timeline.getByText(/^Hash chain intact, \d+ entries$/)).toBeVisible();
    await takeScreenshots(window, 'incident');
    await rail.getByRole('button', { name: 'Overview' }).click();
    await allTilesUp(window);
  });

  let taken: BackupManifest;
  await test.step('warga.db is exported and verified while 200 transactions a second are written', async () => {
    await rt04.stack.control('warga-service', { writerTps: 200 });
    await waitFor('the writer', async () => (await warga.lastAcknowledged()) > 300);
    await rail.getByRole('button', { name: 'Backups' }).click();
    const card = window
      .getByRole('list', { name: 'Databases' })
      .getByRole('listitem')
      .filter({ has: window.getByRole('button', { name: 'warga.db' }) });
    const before = await warga.lastAcknowledged();
    await card.getByRole('button', { name: 'Back up now' }).click();
    const row = window.getByRole('table', { name: 'Backups of warga.db' }).getByRole('row').nth(1);
    await expect(row.getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });
    for (const date of ['Taken', 'Verified']) {
      const shown = card.locator('div').filter({ has: window.getByRole('term').filter({ hasText: date }) });
      await expect(shown.locator('time').first()).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/);
    }
    await takeScreenshots(window, 'backups');
    expect(await warga.lastAcknowledged(), 'it was written meanwhile').toBeGreaterThan(before);
    await rt04.stack.control('warga-service', { writerTps: 0 });

    const folder = join(home, 'backups', 'rt-04-server', 'warga-service', 'warga');
    const files = await readdir(folder);
    const manifest = files.find((name) => name.endsWith('.json')) ?? '';
    taken = JSON.parse(await readFile(join(folder, manifest), 'utf8')) as BackupManifest;
    const copy = await checkInvariantOf(join(folder, manifest.replace(/json$/, 'db.zst')));
    expect(copy).toMatchObject({ ok: true, problems: [] });
    expect(copy.lastSeq).toBeGreaterThanOrEqual(before);
  });

  await test.step('damaged data are restored, row for row, and the service is healthy', async () => {
    await warga.damage();
    expect((await warga.checkInvariant()).ok).toBe(false);
    await window
      .getByRole('table', { name: 'Backups of warga.db' })
      .getByRole('button', { name: 'Restore…' })
      .click();
    const wizard = window.getByRole('dialog', { name: 'Restore warga.db' });
    await expect(wizard.getByRole('figure', { name: 'Commands on the server' })).toContainText('docker stop');
    await takeScreenshots(window, 'restore-plan');
    await wizard.getByRole('button', { name: 'Go on to confirm' }).click();
    await expect(wizard.getByRole('button', { name: 'Restore now' })).toBeDisabled();
    await wizard.getByLabel('Type warga.db to confirm').fill('warga.db');
    await wizard.getByLabel(/^Reason/).fill('Rows were deleted');
    await wizard.getByRole('button', { name: 'Restore now' }).click();
    await expect(wizard.getByRole('heading', { name: 'Restored' })).toBeVisible({ timeout: 60_000 });
    await expect(wizard).toContainText('The safety copy of what was there before');
    await takeScreenshots(window, 'restored');
    await wizard.getByRole('button', { name: 'Close' }).last().click();

    expect(await warga.rowCounts()).toEqual(taken.rowCounts);
    expect(await warga.checkInvariant()).toMatchObject({ ok: true, problems: [] });
    await rail.getByRole('button', { name: 'Overview' }).click();
    await allTilesUp(window);
  });

  await test.step('the backup shows its rows, and what the damaged database had lost', async () => {
    await rail.getByRole('button', { name: 'Backups' }).click();
    const row = window
      .getByRole('table', { name: 'Backups of warga.db' })
      .getByRole('row')
      .filter({ hasText: 'by hand' });
    await row.getByRole('button', { name: 'Look inside…' }).click();
    const inside = window.getByRole('dialog', { name: 'Inside warga.db' });
    const [first] = residents;
    const [table] = Object.keys(taken.rowCounts).filter((name) => /warga|resident/.test(name));
    await inside
      .getByRole('navigation', { name: 'Tables' })
      .getByText(table ?? '', { exact: true })
      .click();
    await inside.getByRole('searchbox').fill(first?.nik ?? '');
    await expect(inside.getByText('1 to 1 of 1', { exact: true })).toBeVisible();
    await expect(inside.getByRole('cell', { name: first?.nik ?? '' })).toBeVisible();
    await inside.getByRole('tab', { name: 'Compare' }).click();
    // The other copy is the safety copy, taken after the damage.
    const lost = inside.getByRole('table', { name: 'Compare' }).getByText(/^−/);
    await expect(lost.first()).toBeVisible();
    await takeScreenshots(window, 'compare');
    await inside.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('a database file that is dropped on its card becomes a verified backup', async () => {
    const card = window
      .getByRole('list', { name: 'Databases' })
      .getByRole('listitem')
      .filter({ has: window.getByRole('button', { name: 'warga.db' }) });
    const folder = join(home, 'backups', 'rt-04-server', 'warga-service', 'warga');
    const plain = await unpackedFile(join(folder, taken.file));
    await dropFile(app, card, plain);
    const row = window
      .getByRole('table', { name: 'Backups of warga.db' })
      .getByRole('row')
      .filter({ hasText: 'imported' });
    await expect(row.getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });
    await rm(plain);
    await rail.getByRole('button', { name: 'Overview' }).click();
  });

  await test.step('nothing of a resident is in the home but in the backups', async () => {
    const personal = residents.flatMap(({ nik, phone, email }) => [nik, phone, email]);
    const holding = await findInFiles(home, personal);
    expect(holding.length, 'the search finds what is there').toBeGreaterThan(0);
    expect(holding.filter((path) => !path.startsWith('backups/'))).toEqual([]);
  });

  await test.step('every other screen shows the same server', async () => {
    await tileOf(window, 'Residents').getByRole('button', { name: 'Open Residents' }).click();
    await expect(window.getByRole('heading', { name: 'Residents', level: 2 })).toBeVisible();
    await takeScreenshots(window, 'service');
    await rail.getByRole('button', { name: 'Logs' }).click();
    await expect(window.getByRole('log').or(window.getByRole('grid')).first()).toBeVisible();
    await takeScreenshots(window, 'logs');
    for (const screen of ['Manual', 'Settings']) {
      await rail.getByRole('button', { name: screen }).click();
      await expect(window.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
      await takeScreenshots(window, screen.toLowerCase());
    }
  });
});
