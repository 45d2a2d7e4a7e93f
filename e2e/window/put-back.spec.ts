import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { catalogues } from '../../src/shared/i18n/catalogues.ts';
import { acceptHostKey } from '../fixtures/add-server.ts';
import { expectAccessible } from '../fixtures/axe.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { overflowing } from '../fixtures/overflowing.ts';
import { test as base } from '../fixtures/rt04-server.ts';
import { setTheme } from '../fixtures/set-theme.ts';
import { findCompose } from '../testbed/compose.ts';

const { en } = catalogues;
const image = 'ronda-sample/warga-service:1.0.0';

const profile = `
schema: 1
id: put-back
name: Put back
compose: { project: putback }
services:
  - id: arsip-service
    name: Archive
    runsAs: container
    checks: [{ id: docker, kind: docker, every: 2s }]
incidents:
  severities:
    P1: { meaning: x, respondWithin: 1h, example: x }
    P2: { meaning: x, respondWithin: 1h, example: x }
    P3: { meaning: x, respondWithin: 1h, example: x }
    P4: { meaning: x, respondWithin: 1h, example: x }
  suggest: { allDown: P1, main: P2, other: P3 }
  procedure:
${['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'].map((step) => `    - { step: ${step}, text: x }`).join('\n')}
`;

interface Project {
  readonly dotenv: string;
  up(): Promise<unknown>;
  sh(script: string): Promise<string>;
}

/** A small Compose project beside the sample stack, for its `.env` is changed: that of the sample is the checkout's. */
const test = base.extend<{ project: Project }>({
  project: async ({ rt04 }, use) => {
    const folder = await mkdtemp('/tmp/ronda-pb-');
    const dotenv = join(folder, '.env');
    const compose = await findCompose(rt04.engine.docker);
    const run = (...args: string[]) =>
      compose.run([
        '-p',
        'putback',
        '-f',
        join(folder, 'compose.yaml'),
        '--project-directory',
        folder,
        ...args,
      ]);
    await writeFile(
      join(folder, 'compose.yaml'),
      `services:
  arsip-service:
    image: ${image}
    entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done']
    environment: { TOKEN: '\${TOKEN}' }
    volumes: ['data:/app/data']
volumes: { data: {} }
`,
    );
    await writeFile(dotenv, '# of the treasurer\nTOKEN=rahasia-satu\n', { mode: 0o600 });
    const up = () => run('up', '-d');
    try {
      await up();
      await use({
        dotenv,
        up,
        sh: async (script) => (await run('exec', '-T', 'arsip-service', 'sh', '-c', script)).stdout.trim(),
      });
    } finally {
      await run('down', '--volumes', '--timeout', '1');
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** As it stands: nothing for axe to find in either theme, nothing that stands out of the window. */
async function expectWellShown(window: Page, where: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(window, theme);
    await expectAccessible(window, `${where}, ${theme}`);
  }
  expect(await overflowing(window, true), where).toEqual([]);
}

const closeDialog = async (dialog: Locator): Promise<void> => {
  await dialog.page().keyboard.press('Escape');
  await expect(dialog).toBeHidden();
};

test('what a night changed is seen and put back in the window: a .env file, a forgotten database, JSON data', async ({
  console: { window },
  rt04,
  project,
}) => {
  test.setTimeout(240_000);
  await window.emulateMedia({ reducedMotion: 'reduce' });
  await project.sh(`echo '{"kas":1}' > /app/data/kas.json
    node -e "new (require('better-sqlite3'))('/app/data/arsip.db').exec('CREATE TABLE surat (a)')"`);
  await callThroughWindow(window, 'profile.import', { yaml: profile });
  await callThroughWindow(window, 'hosts.add', {
    name: 'RT 04 server',
    profileId: 'put-back',
    target: {
      kind: 'ssh',
      address: rt04.sshd.host,
      port: rt04.sshd.port,
      user: rt04.sshd.user,
      auth: { method: 'key', file: rt04.keyFile },
      dockerSocket: rt04.engine.socketPath,
    },
  });
  await acceptHostKey(window, rt04);
  await callThroughWindow(window, 'vault.create', { passphrase: 'kentongan tiga kali' });
  await window
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('button', { name: en.shell.screens.backups })
    .click();
  const tab = (name: string) => window.getByRole('tab', { name, exact: true }).click();

  await test.step('the .env file changes: the names are told, one value is shown, the earlier file comes back', async () => {
    const before = await readFile(project.dotenv, 'utf8');
    await tab(en.environment.title);
    const look = window.getByRole('button', { name: en.environment.take });
    await look.click();
    const file = window.getByRole('row').filter({ hasText: project.dotenv });
    const service = window.getByRole('row').filter({ hasText: 'arsip-service' });
    await expect(file).toContainText('TOKEN');
    await writeFile(project.dotenv, 'TOKEN=rahasia-dua\nPORT=1\n');
    await project.up();
    await look.click();
    await expect(file).toContainText(`${en.environment.change.changed} TOKEN`);
    await expect(file).toContainText(`${en.environment.change.added} PORT`);
    await expect(service).toContainText(`${en.environment.change.changed} TOKEN`);
    await expect(window.getByText(/rahasia/)).toHaveCount(0);

    await service.getByRole('button', { name: en.environment.open }).click();
    const keys = window.getByRole('dialog');
    const token = keys
      .getByRole('row')
      .filter({ has: window.getByRole('cell', { name: 'TOKEN', exact: true }) });
    await token.getByRole('button', { name: en.environment.reveal }).click();
    await expect(token).toContainText('rahasia-dua');
    await expectWellShown(window, 'keys');
    await closeDialog(keys);
    await expect(window.getByText(/rahasia/)).toHaveCount(0);

    await file.getByRole('button', { name: en.environment.putBack }).click();
    const dialog = window.getByRole('dialog');
    await expect(dialog).toContainText(`${en.environment.change.removed} PORT`);
    await expectWellShown(window, 'put the file back');
    await dialog.getByRole('button', { name: en.environment.putBackNow, exact: true }).click();
    await expect(dialog.getByRole('status')).toContainText(en.environment.outcome.restored, {
      timeout: 20_000,
    });
    await closeDialog(dialog);
    expect(await readFile(project.dotenv, 'utf8')).toBe(before);
  });

  await test.step('a database that the manual does not name is found, adopted and backed up', async () => {
    await tab(en.backups.databases);
    await window.getByRole('button', { name: en.discovery.open }).click();
    const dialog = window.getByRole('dialog', { name: en.discovery.title });
    await expectWellShown(window, 'found databases');
    await dialog.getByRole('button', { name: 'Add /app/data/arsip.db to the manual' }).click();
    await expect(dialog.getByRole('button', { name: /^Add / })).toHaveCount(0);
    // Escape would close what tells of it first.
    await dialog.getByRole('button', { name: en.common.close }).last().click();
    await expect(dialog).toBeHidden();
    const card = window
      .getByRole('list', { name: en.backups.databases })
      .getByRole('listitem')
      .filter({ has: window.getByRole('button', { name: 'arsip.db' }) });
    await card.getByRole('button', { name: en.backups.backUpNow }).click();
    const row = window.getByRole('table', { name: 'Backups of arsip.db' }).getByRole('row').nth(1);
    await expect(row.getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });
    await window.getByRole('button', { name: en.discovery.open }).click();
    await dialog.getByRole('button', { name: /^Take out arsip of / }).click();
    await expect(card).toHaveCount(0);
    await dialog.getByRole('button', { name: en.common.close }).last().click();
  });

  await test.step('JSON data go back to what they were at an earlier commit', async () => {
    await tab(en.data.title);
    const commit = window.getByRole('button', { name: en.data.take });
    const rows = window.getByRole('table', { name: en.data.commits }).getByRole('row');
    await commit.click();
    await expect(rows).toHaveCount(2);
    await project.sh(`echo '{"kas":-9}' > /app/data/kas.json`);
    await commit.click();
    await expect(rows).toHaveCount(3);
    await rows.last().getByRole('button', { name: en.data.putBack }).click();
    const wizard = window.getByRole('dialog');
    await expect(wizard.getByRole('list', { name: en.data.files })).toContainText('kas.json', {
      timeout: 20_000,
    });
    await expectWellShown(window, 'put the data back');
    await wizard.getByRole('button', { name: en.backups.wizard.toConfirm }).click();
    await wizard.getByLabel(/^Type /).fill('putback_data');
    await expectWellShown(window, 'confirm');
    await wizard.getByRole('button', { name: en.backups.wizard.start }).click();
    await expect(wizard).toContainText(/and the service is healthy/, { timeout: 60_000 });
    await closeDialog(wizard);
    expect(await project.sh('cat /app/data/kas.json')).toBe('{"kas":1}');
    await expect(rows, 'what was there is a commit, too').not.toHaveCount(2);
  });
});
