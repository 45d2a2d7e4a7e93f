import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { bitwardenImport, dotenvText, encryptDotenv } from './export-environment.ts';
import { environmentMark, keyAges, parseContainerEnv } from './key-ages.ts';

const monday = '2026-11-02T01:00:00Z';
const tuesday = '2026-11-03T01:00:00Z';
const friday = '2026-11-06T01:00:00Z';

test('a key is as old as its value, whatever order the snapshots come in', () => {
  const ages = keyAges([
    { at: friday, values: { TOKEN: 'new', PORT: '80' } },
    { at: monday, values: { TOKEN: 'old', PORT: '80', GONE: 'x' } },
  ]);
  expect(ages).toEqual([
    { name: 'GONE', firstSeen: monday, lastChanged: monday, gone: true },
    { name: 'PORT', firstSeen: monday, lastChanged: monday, gone: false },
    { name: 'TOKEN', firstSeen: monday, lastChanged: friday, gone: false },
  ]);
});

test('a key that went and came back has changed, and no age tells a value', () => {
  const ages = keyAges([
    { at: monday, values: { TOKEN: 'rahasia' } },
    { at: tuesday, values: {} },
    { at: friday, values: { TOKEN: 'rahasia' } },
  ]);
  expect(ages).toEqual([{ name: 'TOKEN', firstSeen: monday, lastChanged: friday, gone: false }]);
  expect(JSON.stringify(ages)).not.toContain('rahasia');
});

test('the environment of a container is read as it is, odd names and all', () => {
  const values = parseContainerEnv(['A=b=c', 'EMPTY=', 'BARE', '=odd', '__proto__=x']);
  expect(Object.entries(values)).toEqual([
    ['A', 'b=c'],
    ['EMPTY', ''],
    ['BARE', ''],
    ['__proto__', 'x'],
  ]);
  expect(keyAges([{ at: monday, values }]).map(({ name }) => name)).toContain('__proto__');
});

test('the mark of an environment depends on its content and key, not on the order', () => {
  const key = Buffer.alloc(32, 1);
  const mark = environmentMark({ A: '1', B: '2' }, key);
  expect(environmentMark({ B: '2', A: '1' }, key)).toBe(mark);
  expect(environmentMark({ A: '12', B: '' }, key)).not.toBe(mark);
  expect(environmentMark({ A: '1', B: '2' }, Buffer.alloc(32, 2))).not.toBe(mark);
});

const hostile = {
  PLAIN: 'x',
  SPACES: ' a  b # no comment ',
  QUOTE: `it's "so" $HOME \`id\` \\n`,
  LINES: 'one\ntwo',
  RUN: '$(touch /tmp/never) `id`',
};

test('a shell that reads the dotenv file gets every value as it was', () => {
  const folder = mkdtempSync('/tmp/ronda-env-');
  try {
    const file = join(folder, '.env');
    writeFileSync(file, dotenvText(hostile));
    const script = 'set -a; . "$1"; for name in PLAIN SPACES QUOTE LINES RUN; do printenv -0 $name; done';
    const values = execFileSync('sh', ['-c', script, 'sh', file]).toString().split('\0').slice(0, -1);
    expect(values).toEqual(Object.values(hostile));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a name that would write lines of its own is refused', () => {
  expect(() => dotenvText({ 'A=1\nB': 'x' })).toThrow('dotenv');
});

test('the export holds no plain value, and opens with the right key alone', async () => {
  const identity = await generateX25519Identity();
  const file = await encryptDotenv(hostile, { recipient: await identityToRecipient(identity) });
  expect(Buffer.from(file).includes('no comment')).toBe(false);
  const right = new Decrypter();
  right.addIdentity(identity);
  expect(await right.decrypt(file, 'text')).toBe(dotenvText(hostile));
  const wrong = new Decrypter();
  wrong.addIdentity(await generateX25519Identity());
  await expect(wrong.decrypt(file, 'text')).rejects.toThrow();
});

test('an export for a passphrase opens with that passphrase alone', async () => {
  const file = await encryptDotenv({ TOKEN: 'rahasia' }, { passphrase: 'kopi susu' });
  const open = (passphrase: string): Promise<string> => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return decrypter.decrypt(file, 'text');
  };
  expect(await open('kopi susu')).toBe("TOKEN='rahasia'\n");
  await expect(open('kopi tubruk')).rejects.toThrow();
}, 60_000);

test('the import file for Bitwarden hides every value of a service in one secure note', () => {
  const file = JSON.parse(bitwardenImport([{ name: 'warga-service', values: { TOKEN: 'a"b', PORT: '80' } }]));
  expect(file).toMatchObject({
    encrypted: false,
    folders: [],
    items: [{ type: 2, secureNote: { type: 0 } }],
  });
  expect(file.items[0]).toMatchObject({
    name: 'warga-service',
    fields: [
      { name: 'TOKEN', value: 'a"b', type: 1 },
      { name: 'PORT', value: '80', type: 1 },
    ],
  });
});
