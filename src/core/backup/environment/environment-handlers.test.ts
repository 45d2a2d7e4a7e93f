import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, onTestFinished, test } from 'vitest';
import { createJobs } from '../../jobs/jobs.ts';
import { silentLog } from '../../platform/log.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import { createPublishedState } from '../../state/published-state.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createEnvironmentHandlers } from './environment-handlers.ts';
import { historyIdOf, keepFound } from './environment-record.ts';
import { createMemoryVault } from './testing/memory-vault.ts';

const hostId = 'rt04';
const context = { signal: new AbortController().signal, emit: async () => undefined };
const history = { hostId, historyId: 'service-warga-service', snapshot: 1 };

async function createBed() {
  const vault = createMemoryVault();
  const journal: BackupJournalEntry[] = [];
  const clock = createManualClock();
  let asked = 0;
  const handlers = createEnvironmentHandlers({
    connections: {
      get: () => {
        asked += 1;
        throw new Error('no server in this test');
      },
      subscribe: () => () => undefined,
    },
    findServices: () => ({ hostName: 'RT 04', services: [], project: null }),
    vault,
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: createMemoryRepositories().jobs,
      publisher: createPublishedState(),
      clock,
      log: silentLog,
      owner: 't',
    }),
    clock,
    onJournal: (entry) => void journal.push(entry),
    chooseSavePath: null,
  });
  await keepFound(
    vault,
    hostId,
    [
      {
        source: { kind: 'service', name: 'warga-service' },
        content: {
          kind: 'values',
          values: [
            ['TOKEN', 'rahasia-sekali'],
            ['PORT', '80'],
          ],
        },
      },
      {
        source: { kind: 'file', name: '/opt/prisma/.env' },
        content: { kind: 'file', text: "# jangan\nDB='rahasia-dua'\n", uid: 0, gid: 0, mode: 0o600 },
      },
    ],
    clock.now(),
  );
  return { vault, journal, handlers, asked: () => asked };
}

test('a reveal gives one value and nothing else, after the journal was told; the journal holds no value', async () => {
  const { handlers, journal } = await createBed();
  const shown = await handlers['env.reveal']({ ...history, name: 'TOKEN' }, context);
  expect(shown).toEqual({ value: 'rahasia-sekali' });
  expect(journal).toMatchObject([{ event: 'value-revealed', serviceId: 'warga-service' }]);
  expect(journal[0]?.text).toContain('TOKEN of warga-service, snapshot 1');
  expect(JSON.stringify(journal)).not.toContain('rahasia');
});

test('where the journal cannot be told, nothing is revealed', async () => {
  const { vault } = await createBed();
  const handlers = createEnvironmentHandlers({
    vault,
    onJournal: () => {
      throw new Error('disk full');
    },
  } as never);
  await expect(handlers['env.reveal']({ ...history, name: 'TOKEN' }, context)).rejects.toThrow('disk full');
});

test('what is not kept is not revealed, and not journalled as if it were', async () => {
  const { handlers, journal } = await createBed();
  const reveal = (over: object) => handlers['env.reveal']({ ...history, name: 'TOKEN', ...over }, context);
  await expect(reveal({ name: 'constructor' })).rejects.toMatchObject({ code: 'env.unknown-name' });
  await expect(reveal({ snapshot: 2 })).rejects.toMatchObject({ code: 'env.unknown' });
  await expect(reveal({ historyId: 'service-x' })).rejects.toMatchObject({ code: 'env.unknown' });
  await expect(reveal({ hostId: 'other' })).rejects.toMatchObject({ code: 'env.unknown' });
  expect(journal).toEqual([]);
});

test('the history tells names, times and ages, and no value', async () => {
  const { handlers } = await createBed();
  const { histories } = await handlers['env.history']({ hostId }, context);
  expect(histories.map(({ name, kind, keys }) => [name, kind, keys.map((key) => key.name)])).toEqual([
    ['/opt/prisma/.env', 'file', ['DB']],
    ['warga-service', 'service', ['PORT', 'TOKEN']],
  ]);
  expect(JSON.stringify(histories)).not.toMatch(/rahasia|jangan/);
});

test('while the vault is locked nothing is shown or taken, the server is not asked, and the hint says what to do', async () => {
  const { handlers, vault, asked } = await createBed();
  vault.setState('locked');
  const locked = { code: 'vault.locked', hint: expect.stringContaining('Unlock') };
  await expect(handlers['env.history']({ hostId }, context)).rejects.toMatchObject(locked);
  await expect(handlers['env.reveal']({ ...history, name: 'TOKEN' }, context)).rejects.toMatchObject(locked);
  await expect(handlers['env.snapshot']({ hostId }, context)).rejects.toMatchObject(locked);
  expect(asked()).toBe(0);
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ronda-env-export-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
const fileId = historyIdOf({ kind: 'file', name: '/opt/prisma/.env' });

test('a dotenv file is exported as it was for a recipient of age, for its owner alone, and the journal knows', async () => {
  const { handlers, journal } = await createBed();
  const folder = await newFolder();
  const identity = await generateX25519Identity();
  const to = { kind: 'recipient' as const, recipient: await identityToRecipient(identity) };
  const path = join(folder, 'prisma.env.age');
  const order = { form: 'dotenv-age' as const, hostId, historyId: fileId, to, path };
  expect(await handlers['env.export'](order, context)).toEqual({ path, keys: 1 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const written = await readFile(path);
  expect(written.includes('rahasia')).toBe(false);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(await decrypter.decrypt(written, 'text')).toBe("# jangan\nDB='rahasia-dua'\n");
  expect(journal).toMatchObject([{ event: 'environment-exported' }]);
  expect(JSON.stringify(journal)).not.toMatch(/rahasia|jangan/);
});

test('an export never replaces a file, and leaves none where it fails', async () => {
  const { handlers, journal } = await createBed();
  const folder = await newFolder();
  const path = join(folder, 'there.json');
  await writeFile(path, 'mine');
  const plain = { form: 'bitwarden' as const, hostId, plain: true };
  await expect(handlers['env.export']({ ...plain, path }, context)).rejects.toMatchObject({
    code: 'env.file-exists',
  });
  expect(await readFile(path, 'utf8')).toBe('mine');
  for (const bad of [join(folder, 'nowhere', 'x.json'), 'relative.json'])
    await expect(handlers['env.export']({ ...plain, path: bad }, context)).rejects.toMatchObject({
      code: 'env.not-written',
    });
  const to = { kind: 'recipient' as const, recipient: 'AGE-SECRET-KEY-1RAHASIA' };
  const order = { form: 'dotenv-age' as const, hostId, historyId: fileId, to, path: join(folder, 'x.age') };
  const error: unknown = await handlers['env.export'](order, context).catch((each: unknown) => each);
  expect(error).toMatchObject({ code: 'env.bad-recipient' });
  expect(inspect(error, { showHidden: true })).not.toContain('AGE-SECRET-KEY-1RAHASIA');
  expect(await readdir(folder)).toEqual(['there.json']);
  expect(journal).toEqual([]);
});

test('a plain import file has to be said to be plain; then it holds each newest snapshot as one note', async () => {
  const { handlers } = await createBed();
  const path = join(await newFolder(), 'bitwarden.json');
  const order = { form: 'bitwarden' as const, hostId, path };
  await expect(handlers['env.export']({ ...order, plain: false }, context)).rejects.toMatchObject({
    code: 'env.plain-unconfirmed',
    hint: expect.stringContaining('Nothing was written'),
  });
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await handlers['env.export']({ ...order, plain: true }, context)).toEqual({ path, keys: 3 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const { items } = JSON.parse(await readFile(path, 'utf8'));
  expect(items).toMatchObject([
    { name: 'warga-service', fields: [{ name: 'TOKEN', value: 'rahasia-sekali' }, { name: 'PORT' }] },
    { name: '/opt/prisma/.env', fields: [{ name: 'DB', value: 'rahasia-dua' }] },
  ]);
});

test('without a path the window asks for a place; the command line has none to ask', async () => {
  const { handlers } = await createBed();
  await expect(
    handlers['env.export']({ form: 'bitwarden', hostId, plain: true }, context),
  ).rejects.toMatchObject({ code: 'common.needs-window' });
});
