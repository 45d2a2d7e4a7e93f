import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { splitWords } from './config-lines.ts';
import { readSshConfig } from './read-ssh-config.ts';
import { type Person, resolveAlias } from './resolve-alias.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ssh-config-'));
  await mkdir(join(home, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const person = (env: NodeJS.ProcessEnv = {}): Person => ({ userHome: home, name: 'siti', env });
async function read(text: string) {
  const file = join(home, '.ssh', 'config');
  await writeFile(file, text);
  return { file, ...(await readSshConfig(file, home)) };
}

test('a Match exec is never run, its block counts for nothing, and it is told with its line', async () => {
  const mark = join(home, 'executed');
  const { file, sections, skipped } = await read(
    `Host a\n  Port 1\nMatch exec "touch ${mark}"\n  User evil\n  Include conf.d/*\nMatch host a exec "touch ${mark}"\n  User evil\nMatch host a\n  User good\n`,
  );
  expect(resolveAlias('a', sections, person())).toMatchObject({ port: 1, user: 'good' });
  expect(existsSync(mark)).toBe(false);
  expect(skipped).toEqual([
    `${file}:3: match exec "touch ${mark}"`,
    `${file}:6: match host a exec "touch ${mark}"`,
  ]);
});

test('a heading with an open quote hides its block, and gives it to nobody else', async () => {
  const { file, sections, skipped } = await read('Host a\n  Port 1\nHost "b\n  User evil\n');
  expect(resolveAlias('a', sections, person())).toMatchObject({ port: 1, user: 'siti' });
  expect(skipped).toEqual([`${file}:3: host "b`]);
});

test('files that include each other end, and what was read counts', async () => {
  await writeFile(join(home, '.ssh', 'conf.d', 'x'), 'Host a\n  User x\nInclude conf.d/*\n');
  await writeFile(join(home, '.ssh', 'conf.d', 'y'), 'Include conf.d/*\nHost a\n  Port 7\n');
  const { sections, skipped } = await read('Include conf.d/*\n');
  expect(resolveAlias('a', sections, person())).toMatchObject({ user: 'x', port: 7 });
  expect(skipped.length).toBeGreaterThan(0);
});

test('an included file that cannot be read is told, and the rest counts', async () => {
  const { file, sections, skipped } = await read('Include conf.d\nHost a\n  Port 7\n');
  expect(resolveAlias('a', sections, person())).toMatchObject({ port: 7 });
  expect(skipped).toEqual([`${file}:1: include conf.d (EISDIR)`]);
});

test('the tokens and variables of a key file are filled in, and a key that needs others is left out', async () => {
  const { sections } = await read(
    'Host a\n  HostName h.example\n  User r\n  Port 5\n  IdentityFile ~/%n-%h-%r-%u-%p-%%\n  IdentityFile %d/k\n  IdentityFile $' +
      '{KEYS}/k\n  IdentityFile $' +
      '{UNSET}/k\n  IdentityFile /%C\n  IdentityAgent $AGENT\n',
  );
  expect(resolveAlias('a', sections, person({ KEYS: '/keys', AGENT: '/run/agent' }))?.auth).toEqual({
    method: 'identities',
    files: [join(home, 'a-h.example-r-siti-5-%'), join(home, 'k'), '/keys/k'],
    agent: '/run/agent',
    identitiesOnly: false,
  });
});

test.each([
  ['none', null],
  ['$UNSET', null],
  ['SSH_AUTH_SOCK', undefined],
  ['~/agent.sock', 'home'],
])('IdentityAgent %s names the agent that ssh would ask', async (value, expected) => {
  const { sections } = await read(`Host a\n  IdentityAgent ${value}\n`);
  const auth = resolveAlias('a', sections, person())?.auth;
  expect(auth?.method === 'identities' ? auth.agent : 'none').toBe(
    expected === 'home' ? join(home, 'agent.sock') : expected,
  );
});

test('the way to a server on the way is the way of the whole, and only the first one has one', async () => {
  const { sections } = await read(
    'Host a\n  ProxyJump one,two\nHost one\n  ProxyCommand cloudflared --name %n --host %h %%n\nHost two\n  ProxyCommand never\n',
  );
  expect(resolveAlias('a', sections, person())).toMatchObject({
    jumps: [{ address: 'one' }, { address: 'two' }],
    proxyCommand: 'cloudflared --name one --host %h %%n',
  });
});

test.each([
  ['a  b', ['a', 'b']],
  ['"a b" \'c d\'e', ['a b', 'c de']],
  ['a\\ b "c\\"d"', ['a b', 'c"d']],
  ['a #b', ['a']],
  ['a#b', ['a#b']],
  ['""', ['']],
  ['"a', null],
])('%j is split into words as ssh splits it', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
