import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FileState } from '../environment/put-file-back.ts';
import { createMemoryVault } from '../environment/testing/memory-vault.ts';
import {
  type FoundFile,
  findSnapshot,
  historyIdOf,
  keepFiles,
  maxSnapshots,
  readConfigurationRecord,
  unpack,
  viewOf,
} from './configuration-record.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-02T01:00:00Z');
const path = '/etc/nginx/nginx.conf';
const file = (content: string | Buffer, mode = 0o644): FileState => ({
  kind: 'file',
  bytes: Buffer.from(content),
  uid: 0,
  gid: 0,
  mode,
});
const found = (state: FileState, at = path): FoundFile => ({ path: at, origin: 'nginx', state });

async function keptAfter(states: readonly FileState[]) {
  const vault = createMemoryVault();
  for (const [index, state] of states.entries())
    await keepFiles(vault, 'rt04', [found(state)], start + index * hour);
  const record = await readConfigurationRecord(vault, 'rt04');
  const [history] = record.histories;
  return { vault, record, view: history ? viewOf(history) : expect.fail('no history') };
}

test('a snapshot is added when the content changed, and only then, with its lines counted', async () => {
  const { view } = await keptAfter([
    file('a\nb\n'),
    file('a\nb\n', 0o600),
    file('a\nc\nd\n'),
    { kind: 'absent' },
    file(Buffer.from([0, 1])),
  ]);
  expect(view.snapshots.map(({ snapshot, at, lines }) => [snapshot, (at - start) / hour, lines])).toEqual([
    [1, 0, { added: 2, removed: 0 }],
    [2, 2, { added: 2, removed: 1 }],
    [3, 3, { added: 0, removed: 3 }],
    [4, 4, null],
  ]);
});

test('every byte comes back, with the newest owner and mode', async () => {
  const bytes = randomBytes(5000);
  const { record } = await keptAfter([file(bytes), file(bytes, 0o600)]);
  const { kept } = findSnapshot(record, historyIdOf(path), 1);
  expect(unpack(kept.content)).toEqual(file(bytes, 0o600));
});

test('the vault holds no more than the newest of many, and what is shown holds no content', async () => {
  const states = Array.from({ length: maxSnapshots + 5 }, (_, index) => file(`rahasia ${index}\n`));
  const { view } = await keptAfter(states);
  expect(view.snapshots).toHaveLength(maxSnapshots);
  expect(view.dropped).toBe(5);
  expect(JSON.stringify(view)).not.toContain('rahasia');
});

test('large files give up their oldest snapshots, and never the newest, nor what stood there before it', async () => {
  const { view, vault } = await keptAfter(Array.from({ length: 4 }, () => file(randomBytes(700_000))));
  expect(view.snapshots.map(({ snapshot }) => snapshot)).toEqual([3, 4]);
  const many = Array.from({ length: 12 }, (_, index) =>
    found(file(randomBytes(700_000)), `/srv/${index}.bin`),
  );
  const { added, leftOut } = await keepFiles(vault, 'rt04', many, start + 9 * hour);
  expect(added.length + leftOut.length).toBe(12);
  expect(new Set(leftOut.map(({ why }) => why.code))).toEqual(new Set(['config.too-large']));
  const { histories } = await readConfigurationRecord(vault, 'rt04');
  expect(JSON.stringify(histories).length).toBeLessThan(9 * 1024 * 1024);
});

test('a file that was not there yet is a history of its own, so that it is seen to be missing', async () => {
  const { view } = await keptAfter([{ kind: 'absent' }, file('[]')]);
  expect(view.snapshots.map(({ isThere }) => isThere)).toEqual([false, true]);
});

test('a record that cannot be read is told without quoting it, and nothing is written over it', async () => {
  const vault = createMemoryVault();
  await vault.update('configuration-rt04', () => '{"format":"ronda-configuration/9","x":"rahasia"}');
  const error: unknown = await keepFiles(vault, 'rt04', [found(file('a'))], start).catch((each) => each);
  expect(error).toMatchObject({ code: 'config.damaged' });
  expect(String((error as Error).stack)).not.toContain('rahasia');
  expect(await vault.read('configuration-rt04')).toContain('ronda-configuration/9');
});
