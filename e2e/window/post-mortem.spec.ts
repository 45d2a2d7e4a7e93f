import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { callThroughWindow } from '../fixtures/call.ts';
import { makeAppFolder, test } from '../fixtures/console-app.ts';
import { takeScreenshots } from '../fixtures/take-screenshots.ts';
import { runCommand } from '../testbed/processes.ts';

test('a post-mortem is written in the window, and its PDF opens and holds the timeline', async ({
  console: { app, window },
}) => {
  const folder = await makeAppFolder('ronda-pdf-');
  const saveTo = (filePath: string) =>
    // The system's own dialog cannot be clicked from here: it answers at once.
    app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    }, filePath);
  try {
    await callThroughWindow(window, 'hosts.add', {
      name: 'Balai RT',
      target: { kind: 'local', socketPath: '/run/none.sock' },
      profileId: 'prisma-rt04',
      connect: false,
    });
    await callThroughWindow(window, 'incidents.open', {
      title: 'Dues cannot be booked',
      severity: 'P2',
      note: 'Said by phone. <img src=x onerror=alert(1)> </td></table><script>alert(2)</script>',
    });
    await window
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('button', { name: /^Incidents/ })
      .click();
    const incident = window.getByRole('article', { name: 'Dues cannot be booked' });
    await incident.getByRole('button', { name: 'Post-mortem' }).click();
    const dialog = window.getByRole('dialog', { name: 'Post-mortem of incident #1' });
    await dialog.getByLabel(/^Impact/).fill('Nobody could book dues for an hour.');
    await dialog.getByLabel('Root cause').fill('The disk was full. Budi (0812-3456-7890) noticed.');
    await dialog.getByRole('button', { name: 'Add an action' }).click();
    await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
    await dialog.getByLabel('What is to be done').fill('Watch the disk');
    await dialog.getByLabel('Who', { exact: true }).fill('Siti');
    await dialog.getByLabel('Until').fill('2026-12-01');
    await expect(dialog.getByRole('button', { name: 'Export as PDF' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog.getByRole('button', { name: 'Export as PDF' })).toBeEnabled();
    await takeScreenshots(window, 'post-mortem');

    await dialog.getByLabel('Language of the document').selectOption('id');
    await saveTo(join(folder, 'post-mortem.pdf'));
    await dialog.getByRole('button', { name: 'Export as PDF' }).click();
    await expect(
      window.getByText(`Written to ${join(folder, 'post-mortem.pdf')}`, { exact: true }),
    ).toBeVisible();
    const { stdout } = await runCommand('pdftotext', ['-layout', join(folder, 'post-mortem.pdf'), '-'], {});
    for (const part of [
      'Post-mortem #1: Dues cannot be booked',
      'Nobody could book dues for an hour.',
      'Watch the disk',
      'Linimasa',
      '<img src=x onerror=alert(1)>',
      'rantai hash utuh',
    ])
      expect(stdout.replace(/\s+/g, ' ')).toContain(part);
    expect(stdout, 'a phone number does not leave').not.toContain('3456');
    expect((await stat(join(folder, 'post-mortem.pdf'))).mode & 0o077, 'nobody else may read it').toBe(0);

    await saveTo(join(folder, 'post-mortem.md'));
    await dialog.getByLabel('Language of the document').selectOption('en');
    await dialog.getByRole('button', { name: 'Export as Markdown' }).click();
    await expect(
      window.getByText(`Written to ${join(folder, 'post-mortem.md')}`, { exact: true }),
    ).toBeVisible();
    expect(await readFile(join(folder, 'post-mortem.md'), 'utf8')).toContain('| Watch the disk | Siti |');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(
      incident.getByRole('listitem').filter({ hasText: 'Post-mortem written' }).first(),
    ).toBeVisible();
    expect(app.windows()).toHaveLength(1);

    await window.getByLabel('Find an incident').fill('p2 dues');
    await expect(window.getByRole('list', { name: 'Incidents' }).getByRole('listitem')).toHaveCount(1);
    await window.getByLabel('Find an incident').fill('#7');
    await expect(window.getByText('Nothing fits the search')).toBeVisible();
    await window.getByRole('button', { name: 'Figures' }).click();
    const figures = window.getByRole('table', { name: 'Figures by month' }).getByRole('row').nth(1);
    await expect(figures).toContainText('P2');
    await takeScreenshots(window, 'figures');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
