import { expect, test } from 'vitest';
import type { DiscoveredDatabase } from '../../shared/domain/discovery.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const at = (path: string, more: Partial<DiscoveredDatabase> = {}): DiscoveredDatabase => ({
  serviceId: 'surat-service',
  volume: 'surat-data',
  path,
  bytes: 8192,
  content: 'sqlite',
  named: null,
  suggestedId: 'arsip',
  ...more,
});
const named = { serviceId: 'warga-service', databaseId: 'warga' };
const server = () =>
  createFakeConsole({
    'backup.discover': async () => ({
      databases: [
        at('/app/data/arsip.db'),
        at('/app/data/fake\n\u001b[2J.db', { content: 'other', suggestedId: null }),
        at('/app/data/warga.db', { named, suggestedId: null }),
      ],
      unread: [{ serviceId: 'ai-service', why: 'stopped' }],
      isWhole: false,
      added: [],
      sharedWith: ['Cabang'],
    }),
    'backup.unadopt': async () => ({ profileId: 'prisma-rt04' }),
    'backup.adopt': async ({ path, id }) => ({
      profileId: 'prisma-rt04',
      database: { id, engine: 'sqlite', path, volume: 'surat-data' },
    }),
  });

test('what the manual does not name is listed, a name that would move the cursor harmless, and what was not seen is said', async () => {
  const io = createFakeIo();
  expect(await runCli(['backup', 'discover'], io, server().open)).toBe(0);
  for (const part of ['/app/data/arsip.db', 'not SQLite', 'ai-service', 'more files', 'ronda backup adopt'])
    expect(io.out()).toContain(part);
  expect(io.out()).not.toContain('warga.db');
  expect(io.out()).not.toContain('\u001b[2J');
  const all = createFakeIo();
  expect(await runCli(['backup', 'discover', '--all'], all, server().open)).toBe(0);
  expect(all.out()).toContain('warga-service/warga');
});

test('one is adopted by the name that was suggested or given, and other hosts of the manual are told', async () => {
  for (const [words, id] of [
    [[], 'arsip'],
    [['--id', 'surat'], 'surat'],
  ] as const) {
    const fake = server();
    const io = createFakeIo();
    const argv = ['backup', 'adopt', 'surat-service', '/app/data/arsip.db', ...words];
    expect(await runCli(argv, io, fake.open)).toBe(0);
    expect(fake.calls.at(-1)).toEqual({
      name: 'backup.adopt',
      input: { hostId: 'pos-1', serviceId: 'surat-service', path: '/app/data/arsip.db', id },
    });
    expect(io.out()).toContain('Cabang');
  }
  const fake = server();
  expect(
    await runCli(['backup', 'adopt', 'surat-service', '/etc/passwd'], createFakeIo(), fake.open),
  ).not.toBe(0);
  expect(fake.calls.some(({ name }) => name === 'backup.adopt')).toBe(false);
});

test('an added one is taken out again without the server, and its backups are said to stay', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['backup', 'unadopt', 'surat-service', 'arsip'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)).toEqual({
    name: 'backup.unadopt',
    input: { hostId: 'pos-1', serviceId: 'surat-service', databaseId: 'arsip' },
  });
  expect(fake.calls.some(({ name }) => name === 'hosts.connect')).toBe(false);
  expect(io.out()).toContain('backups are still here');
});
