import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { hostsInSshConfig, readSuggestedHosts } from './suggest-hosts.ts';

test('hosts that are named are suggested with the first value of each setting', () => {
  const found = hostsInSshConfig(
    `
User warga
Host rt04 rt04-lama
  HostName 203.0.113.4
  Port 2222
  IdentityFile ~/.ssh/id_rt04
Host "quoted" *.lan !x
  HostName quoted.lan
Host rt*
  User deploy
  Port 9999
`,
    '/home/siti',
  );
  const rt04 = { address: '203.0.113.4', port: 2222, user: 'warga', identityFile: '/home/siti/.ssh/id_rt04' };
  expect(found).toEqual([
    { alias: 'rt04', ...rt04 },
    { alias: 'rt04-lama', ...rt04 },
    { alias: 'quoted', address: 'quoted.lan', port: 22, user: 'warga', identityFile: null },
  ]);
});

test('nothing in the file is ever executed, and Match blocks count for nothing', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'suggest-'));
  const mark = join(dir, 'executed');
  const found = hostsInSshConfig(
    `
CanonicalizeHostname yes
Host rt04
  HostName rt04.example
Match host rt04 exec "touch ${mark}"
  User attacker
  Port 1
Match exec "touch ${mark}"
  ProxyCommand touch ${mark}
`,
    '/home/siti',
  );
  expect(found).toEqual([
    { alias: 'rt04', address: 'rt04.example', port: 22, user: null, identityFile: null },
  ]);
  expect(existsSync(mark)).toBe(false);
  await rm(dir, { recursive: true });
});

test('what the form would refuse is not suggested', () => {
  const found = hostsInSshConfig(
    `
Host a
  HostName -oProxyCommand=x
Host b
  Port 70000
  User -l
  IdentityFile %h_key
`,
    '/home/siti',
  );
  expect(found).toEqual([{ alias: 'b', address: 'b', port: 22, user: null, identityFile: null }]);
});

test.each(['', 'Host', 'Host \n\n}{"', 'Match', '\0\0\0', 'Host "open'])(
  'a file with %j suggests nothing and does not fail',
  async (text) => {
    const home = await mkdtemp(join(tmpdir(), 'suggest-'));
    await mkdir(join(home, '.ssh'));
    await writeFile(join(home, '.ssh', 'config'), text);
    expect(await readSuggestedHosts(home, silentLog)).toEqual([]);
    await rm(home, { recursive: true });
    expect(await readSuggestedHosts(home, silentLog)).toEqual([]);
  },
);
