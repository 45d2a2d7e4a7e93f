import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { attachmentOf, attachmentText, maxAttachmentBytes } from '../../../shared/domain/attachment.ts';
import type { Incident, TimelineEntry } from '../../../shared/domain/incident.ts';
import { createAttachmentOperations } from './attachment-operations.ts';
import { createAttachmentStore, plainFileName } from './attachment-store.ts';

let folder = '';
let entries: TimelineEntry[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ronda-attach-'));
  entries = [];
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
const context = { signal: new AbortController().signal, emit: async () => undefined };
const operations = (savePath: string | null = null) =>
  createAttachmentOperations({
    store: createAttachmentStore(join(folder, 'kept')),
    incidents: {
      change: async (_id, change) => {
        if (change.type === 'attachment')
          entries.push({ event: 'attachment', text: attachmentText(change.attachment) } as TimelineEntry);
        return {} as Incident;
      },
      timeline: async () => ({ entries, brokenAt: null }),
    },
    desktop: { chooseSavePath: async () => savePath },
  });
const attach = (name: string, content: string | Buffer, isLog = false) =>
  operations()['incidents.attach'](
    { incidentId: 'incident-1', name, base64: Buffer.from(content).toString('base64'), isLog },
    context,
  );

test('a file is kept by its hash, readable by its owner alone, and the entry says all of it', async () => {
  const { attachment } = await attach('laporan.txt', 'isi');
  const kept = join(folder, 'kept', attachment.sha256);
  expect(readFileSync(kept, 'utf8')).toBe('isi');
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(attachmentOf(entries[0] ?? ({} as TimelineEntry))).toEqual(attachment);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\evil.exe', 'evil.exe'],
  ['.bashrc', 'bashrc'],
  ['a\u202egpj.exe', 'a gpj.exe'],
  ['two\nlines\u0000.png', 'two lines .png'],
  ['...', 'attachment'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('the name %j is kept as %j', (name, expected) => {
  expect(plainFileName(name)).toBe(expected);
});

test('lines of a log are masked before they are kept; a file of the admin’s own is kept as it is', async () => {
  const line = 'login 3174091203900001 from 081234567890 siti@example.org';
  const log = await attach('warga.log', line, true);
  expect(readFileSync(join(folder, 'kept', log.attachment.sha256), 'utf8')).toBe(
    'login [NIK] from [phone] [email]',
  );
  const file = await attach('bukti.txt', line);
  expect(readFileSync(join(folder, 'kept', file.attachment.sha256), 'utf8')).toBe(line);
});

test('an empty file and one that is too big leave neither file nor entry', async () => {
  await expect(attach('kosong', '')).rejects.toMatchObject({ code: 'incidents.attachment-empty' });
  await expect(attach('besar', Buffer.alloc(maxAttachmentBytes + 1))).rejects.toMatchObject({
    code: 'incidents.attachment-too-big',
  });
  expect(entries).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('what was changed in the home is not given out as what was attached', async () => {
  const { attachment } = await attach('foto.png', 'x');
  writeFileSync(join(folder, 'kept', attachment.sha256), 'y');
  const target = join(folder, 'out.png');
  await expect(
    operations(target)['incidents.export-attachment'](
      { incidentId: 'incident-1', sha256: attachment.sha256 },
      context,
    ),
  ).rejects.toMatchObject({ code: 'incidents.attachment-damaged' });
  expect(readdirSync(folder)).toEqual(['kept']);
});

test('only a picture is shown, whatever its name says; a hash that was never attached is not found', async () => {
  const page = await attach('gambar.png', '<svg onload=alert(1)>');
  const ask = (sha256: string) =>
    operations()['incidents.picture']({ incidentId: 'incident-1', sha256 }, context);
  await expect(ask(page.attachment.sha256)).rejects.toMatchObject({ code: 'incidents.no-picture' });
  await expect(ask('0'.repeat(64))).rejects.toMatchObject({ code: 'common.not-found' });
  const png = Buffer.from('89504e470d0a1a0a00', 'hex');
  const picture = await attach('gambar.png', png);
  expect((await ask(picture.attachment.sha256)).dataUrl).toBe(
    `data:image/png;base64,${png.toString('base64')}`,
  );
});
