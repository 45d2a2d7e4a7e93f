import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { HostView } from '../../src/shared/domain/host.ts';
import type { Incident } from '../../src/shared/domain/incident.ts';
import { addServer, allTilesUp, tileOf } from '../fixtures/add-server.ts';
import { setUpTelegram, test, textsOf } from '../fixtures/alerting-console.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { makeAppFolder } from '../fixtures/console-app.ts';
import { findInFiles } from '../fixtures/find-in-files.ts';
import { wargaDatabase } from '../fixtures/warga-database.ts';
import { runCommand } from '../testbed/processes.ts';

test('what names a resident comes in by every door and stays nowhere: not in state, logs, outbox, alerts or exports', async ({
  away: { app, window, home },
  telegram,
  rt04,
}) => {
  test.setTimeout(240_000);
  const [resident] = await wargaDatabase(rt04).personalData();
  if (!resident) throw new Error('the sample stack has no residents');
  const personal = [resident.nik, resident.phone, resident.email];
  const words = personal.join(' ');
  const folder = await makeAppFolder('ronda-personal-');
  const call = (name: string, input: unknown) => callThroughWindow(window, name, input);
  try {
    await setUpTelegram(window);
    await window.getByRole('button', { name: 'Overview', exact: true }).click();
    await addServer(window, rt04);
    await allTilesUp(window);
    const { hosts } = (await call('hosts.list', {})) as { hosts: HostView[] };
    const hostId = hosts[0]?.id;

    await test.step('a service says it in its health answer and in its log', async () => {
      // Read at each health check; of a text as short as this the parser's complaint holds all.
      await rt04.stack.putFile('surat-service', '/app/data/templates.json', `NIK ${resident.nik}`);
      await expect(tileOf(window, 'Letters').getByText('Down', { exact: true })).toBeVisible({
        timeout: 60_000,
      });
      const [container] = await rt04.stack.containers('surat-service');
      const { stdout, stderr } = await runCommand('docker', ['logs', container?.Id ?? ''], {
        env: rt04.engine.docker,
      });
      expect(`${stdout}${stderr}`, 'it was said').toContain(resident.nik);
      await tileOf(window, 'Letters').getByRole('button', { name: 'Logs of Letters' }).click();
      await expect(window.getByText(/health check failed/).first()).toBeVisible();
      await expect.poll(() => telegram.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);
    });

    await test.step('people type it wherever they can type', async () => {
      const { incidents } = (await call('incidents.list', { state: 'open' })) as { incidents: Incident[] };
      const incidentId = incidents[0]?.id;
      await call('incidents.note', { incidentId, text: `Calls from ${words}` });
      await call('incidents.step', { incidentId, step: 'assess', state: 'done', note: `Seen by ${words}` });
      await call('incidents.severity', { incidentId, severity: 'P1', reason: `${words} cannot wait` });
      await call('services.act', {
        hostId,
        serviceId: 'surat-service',
        action: 'restart',
        reason: words,
        incidentId,
      });
      await call('services.act', { hostId, serviceId: 'surat-service', action: 'stop', reason: words });
      await call('incidents.open', { title: `Letter of ${words}`, severity: 'P1', hostId, note: words });
      const window24h = { kind: 'once', from: Date.now() + 1000, to: Date.now() + 86_400_000 };
      await call('silences.add', { hostId, serviceId: 'surat-service', reason: words, window: window24h });
      const pinned = Buffer.from(`letter for ${words}\n`).toString('base64');
      await call('incidents.attach', {
        incidentId,
        name: `${resident.nik}.log`,
        base64: pinned,
        isLog: true,
      });
      await call('incidents.exec', { incidentId, serviceId: 'warga-service', command: `echo ${words}` });
      const postMortem = {
        incidentId,
        impact: `Nobody but ${words}`,
        rootCause: words,
        wentWell: words,
        wentBadly: words,
        followUps: [{ id: 'f-1', text: `Call ${words}`, owner: resident.email, due: null, doneAt: null }],
      };
      await call('incidents.save-post-mortem', { postMortem });
      await expect.poll(() => textsOf(telegram).length, { timeout: 60_000 }).toBeGreaterThan(1);
      for (const format of ['markdown', 'pdf'] as const) {
        await app.evaluate(
          ({ dialog }, filePath) => {
            dialog.showSaveDialog = async () => ({ canceled: false, filePath });
          },
          join(folder, format),
        );
        await call('incidents.export-post-mortem', { incidentId, format, language: 'en' });
      }
      await app.evaluate(
        ({ dialog }, filePath) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath });
        },
        join(folder, 'journal.json'),
      );
      await call('incidents.export-journal', {});
    });

    await test.step('and it is nowhere', async () => {
      const pdf = (await runCommand('pdftotext', ['-layout', join(folder, 'pdf'), '-'], {})).stdout;
      const markdown = await readFile(join(folder, 'markdown'), 'utf8');
      const journal = await readFile(join(folder, 'journal.json'), 'utf8');
      for (const text of [...textsOf(telegram), pdf, markdown, journal]) {
        expect(text).toMatch(/\w/);
        for (const one of personal) expect(text).not.toContain(one);
      }
      expect(markdown, 'the document holds what was typed, without it').toContain('Nobody but');
      expect(await findInFiles(home, personal)).toEqual([]);
    });
  } finally {
    await rt04.stack.compose(['up', '-d', '--force-recreate', '--no-deps', 'surat-service']);
    await rt04.stack.exec('surat-service', ['rm', '-f', '/app/data/templates.json']);
    await rt04.stack.compose(['restart', 'surat-service']);
    await rm(folder, { recursive: true, force: true });
  }
});
