import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { parseDotenv } from './dotenv-values.ts';
import { envFilePaths } from './env-file-paths.ts';
import {
  type Content,
  findSnapshot,
  historyIdOf,
  keepFound,
  maxSnapshots,
  readRecord,
  type Source,
  type Values,
  viewOf,
} from './environment-record.ts';
import { createMemoryVault } from './testing/memory-vault.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-02T01:00:00Z');
const warga: Source = { kind: 'service', name: 'warga-service' };
const dotenv: Source = { kind: 'file', name: '/opt/prisma/.env' };
const values = (...pairs: Values): Content => ({ kind: 'values', values: pairs });
const file = (text: string, mode = 0o600): Content => ({ kind: 'file', text, uid: 0, gid: 0, mode });

async function keptAfter(source: Source, contents: readonly Content[]) {
  const vault = createMemoryVault();
  for (const [index, content] of contents.entries())
    await keepFound(vault, 'rt04', [{ source, content }], start + index * hour);
  return readRecord(vault, 'rt04');
}
const viewAfter = async (source: Source, contents: readonly Content[]) => {
  const [history] = (await keptAfter(source, contents)).histories;
  return history ? viewOf(history) : expect.fail('no history');
};

test('a snapshot is added when the content changed, and only then', async () => {
  const { snapshots } = await viewAfter(warga, [
    values(['TOKEN', 'satu'], ['PORT', '80']),
    values(['PORT', '80'], ['TOKEN', 'satu']),
    values(['TOKEN', 'dua'], ['PORT', '80'], ['NEW', '']),
    values(['TOKEN', 'dua'], ['NEW', '']),
  ]);
  expect(snapshots.map(({ snapshot, at, change }) => [snapshot, (at - start) / hour, change])).toEqual([
    [1, 0, { added: ['PORT', 'TOKEN'], changed: [], removed: [] }],
    [2, 2, { added: ['NEW'], changed: ['TOKEN'], removed: [] }],
    [3, 3, { added: [], changed: [], removed: ['PORT'] }],
  ]);
});

test('what is not changed is not written again', async () => {
  const vault = createMemoryVault();
  const found = [{ source: warga, content: values(['TOKEN', 'satu']) }];
  await keepFound(vault, 'rt04', found, start);
  await keepFound(vault, 'rt04', found, start + hour);
  expect(vault.writes()).toBe(1);
});

test('the oldest snapshots give way, and no key looks younger for it', async () => {
  const contents = Array.from({ length: maxSnapshots + 30 }, (_, index) =>
    values(['OLD', 'same'], ['NEW', String(index)], ...(index < 5 ? ([['GONE', 'x']] as Values) : []), [
      'ONCE',
      index < 10 ? 'before' : 'after',
    ]),
  );
  const { snapshots, dropped, keys } = await viewAfter(warga, contents);
  expect(snapshots).toHaveLength(maxSnapshots);
  expect(dropped).toBe(30);
  expect(snapshots[0]).toMatchObject({ snapshot: 31, change: null });
  const last = start + (contents.length - 1) * hour;
  expect(keys).toEqual([
    { name: 'GONE', firstSeen: start, lastChanged: start, isGone: true },
    { name: 'NEW', firstSeen: start, lastChanged: last, isGone: false },
    { name: 'OLD', firstSeen: start, lastChanged: start, isGone: false },
    { name: 'ONCE', firstSeen: start, lastChanged: start + 10 * hour, isGone: false },
  ]);
});

test('a history of large files stays small, and keeps the newest', async () => {
  const contents = Array.from({ length: 20 }, (_, index) => file(`A=${index}\n#${'x'.repeat(60_000)}`));
  const record = await keptAfter(dotenv, contents);
  expect(JSON.stringify(record).length).toBeLessThan(600_000);
  expect(findSnapshot(record, historyIdOf(dotenv)).kept.content).toEqual(contents.at(-1));
});

test('a server that makes up new keys each time does not fill the vault with their ages', async () => {
  const contents = Array.from({ length: 120 }, (_, turn) =>
    values(
      ['STAYS', 'x'],
      ...Array.from({ length: 50 }, (_each, key): [string, string] => [`K${turn}_${key}`, '']),
    ),
  );
  const [history] = (await keptAfter(warga, contents)).histories;
  expect(history?.older.length).toBeLessThan(600);
  const stays = history && viewOf(history).keys.find(({ name }) => name === 'STAYS');
  expect(stays).toMatchObject({ firstSeen: start, lastChanged: start });
});

test('a comment changed is a snapshot; an owner or mode changed is not, yet it is kept', async () => {
  const record = await keptAfter(dotenv, [file('A=1\n'), file('A=1\n# new\n'), file('A=1\n# new\n', 0o640)]);
  const { kept } = findSnapshot(record, historyIdOf(dotenv));
  expect(kept.snapshot).toBe(2);
  expect(kept.content).toMatchObject({ mode: 0o640 });
});

test('a file that went is told; one that never was is not', async () => {
  expect((await keptAfter(dotenv, [{ kind: 'absent' }])).histories).toEqual([]);
  const { snapshots, keys } = await viewAfter(dotenv, [file('A=1\n'), { kind: 'absent' }]);
  expect(snapshots.map(({ isThere }) => isThere)).toEqual([true, false]);
  expect(keys).toMatchObject([{ name: 'A', isGone: true }]);
});

test('a clock that was set back puts no snapshot before another', async () => {
  const vault = createMemoryVault();
  await keepFound(vault, 'rt04', [{ source: warga, content: values(['A', '1']) }], start);
  await keepFound(vault, 'rt04', [{ source: warga, content: values(['A', '2']) }], start - hour);
  const [history] = (await readRecord(vault, 'rt04')).histories;
  expect(history?.snapshots.map(({ at }) => Date.parse(at))).toEqual([start, start]);
});

test('what may be shown holds no value, odd names and all', async () => {
  const view = await viewAfter(warga, [
    values(['__proto__', 'rahasia-satu'], ['constructor', 'rahasia-dua']),
  ]);
  expect(view.keys.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  expect(JSON.stringify(view)).not.toContain('rahasia');
});

test('a record that cannot be read is named without a word of it, and stays', async () => {
  const vault = createMemoryVault();
  await vault.update('environment-rt04', () => '{"rahasia');
  const add = keepFound(vault, 'rt04', [{ source: warga, content: values(['A', '1']) }], start);
  const error: unknown = await add.catch((each: unknown) => each);
  expect(error).toMatchObject({ code: 'env.damaged' });
  expect(inspect(error, { showHidden: true })).not.toContain('rahasia');
  expect(await vault.read('environment-rt04')).toBe('{"rahasia');
});

test('a dotenv file is read as shells and Compose read it', () => {
  const text = `A=1 # one\nexport B="x\ny"\n# C=no\nA=2\n__proto__='own'\nD='it $HOME'\nBROKEN`;
  expect(parseDotenv(text)).toEqual([
    ['A', '2'],
    ['B', 'x\ny'],
    ['D', 'it $HOME'],
    ['__proto__', 'own'],
  ]);
});

test('labels open plain dotenv files alone', () => {
  const label = (environment_file: string, working_dir = ''): string[] =>
    envFilePaths({
      'com.docker.compose.project.environment_file': environment_file,
      'com.docker.compose.project.working_dir': working_dir,
    });
  expect(label('/opt/prisma/prod.env,/opt/prisma/.env.local', '/opt/prisma')).toEqual([
    '/opt/prisma/prod.env',
    '/opt/prisma/.env.local',
    '/opt/prisma/.env',
  ]);
  for (const hostile of [
    '/etc/shadow',
    '.env',
    '/a/../etc/.env',
    '/a//.env',
    '/.env/',
    '/a/x.env\n',
    '/a/\u0000.env',
  ])
    expect(label(`${hostile}`)).toEqual(hostile === '/a/x.env\n' ? ['/a/x.env'] : []);
  expect(label('', 'opt/../prisma')).toEqual([]);
  expect(envFilePaths({})).toEqual([]);
});
