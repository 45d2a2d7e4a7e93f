import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { readSuggestedHosts, type SuggestedHost } from './suggest-hosts.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'suggest-'));
  await mkdir(join(home, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const config = () => join(home, '.ssh', 'config');
async function suggested(text: string): Promise<SuggestedHost[]> {
  await writeFile(config(), text);
  return (await readSuggestedHosts(siti(), silentLog)).hosts;
}
const siti = () => ({ userHome: home, name: 'siti', env: {} });
const keys = (...files: string[]) => ({
  method: 'identities',
  files: files.map((file) => join(home, '.ssh', file)),
  identitiesOnly: false,
});
const defaultKeys = () => keys('id_ed25519', 'id_ecdsa', 'id_rsa');
const plain = { port: 22, user: 'siti', auth: null, jumps: [], proxyCommand: null };

test('hosts that are named are suggested with the first value of each setting', async () => {
  const found = await suggested(`
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
`);
  const rt04 = {
    ...plain,
    address: '203.0.113.4',
    port: 2222,
    user: 'warga',
    auth: keys('id_rt04'),
  };
  expect(found).toEqual([
    { alias: 'rt04', ...rt04 },
    { alias: 'rt04-lama', ...rt04 },
    { ...plain, alias: 'quoted', address: 'quoted.lan', user: 'warga' },
  ]);
});

test('nothing in the file is ever executed, and a Match that asks for more than the name counts for nothing', async () => {
  const mark = join(home, 'executed');
  const found = await suggested(`
CanonicalizeHostname yes
Host rt04
  HostName rt04.example
Match host rt04 exec "touch ${mark}"
  User attacker
  Port 1
Match exec "touch ${mark}"
  ProxyCommand touch ${mark}
Match user siti canonical
  Port 2
Match originalhost rt04
  Port 2222
`);
  expect(found).toEqual([{ ...plain, alias: 'rt04', address: 'rt04.example', port: 2222 }]);
  expect(existsSync(mark)).toBe(false);
});

test('what the form would refuse is not suggested', async () => {
  const found = await suggested(`
Host a
  HostName -oProxyCommand=x
Host b
  Port 70000
  User -l
  IdentityFile %C_key
Host c
  ProxyJump one,two,three,four,five
Host d
  ProxyJump d
`);
  expect(found).toEqual([{ ...plain, alias: 'b', address: 'b', user: null, auth: keys() }]);
});

test('files that are included count where they are included, and a circle ends', async () => {
  await writeFile(join(home, '.ssh', 'conf.d', 'a.conf'), 'Host rumah\n  User pak\n  Port 2201\n');
  await writeFile(
    join(home, '.ssh', 'conf.d', 'b.conf'),
    `Host balai\n  Port 2202\nHost *\nInclude ${config()}\n`,
  );
  const found = await suggested('Include conf.d/*.conf nothing/here\nHost rumah balai\n  Port 22\n');
  expect(found).toEqual([
    { ...plain, alias: 'rumah', address: 'rumah', user: 'pak', port: 2201 },
    { ...plain, alias: 'balai', address: 'balai', port: 2202 },
  ]);
});

test('servers on the way are looked up in the same file, and the first setting of the two counts', async () => {
  const [server, home2] = await suggested(`
Host server
  ProxyJump ketua@gerbang:2200,dalam
  ProxyCommand never
Host lewat-program
  ProxyCommand cloudflared access ssh --hostname %h
  ProxyJump dalam
Host gerbang
  HostName gerbang.example
  ProxyJump luar
  IdentityFile ~/.ssh/gerbang
Host dalam
  HostName 10.0.0.2
  Port 2222
  IdentityAgent ~/.agent.sock
`);
  expect(server?.jumps).toEqual([
    { address: 'luar', port: 22, user: 'siti', auth: defaultKeys() },
    {
      address: 'gerbang.example',
      port: 2200,
      user: 'ketua',
      auth: keys('gerbang'),
    },
    {
      address: '10.0.0.2',
      port: 2222,
      user: 'siti',
      auth: { ...defaultKeys(), agent: join(home, '.agent.sock') },
    },
  ]);
  expect(home2).toMatchObject({ jumps: [], proxyCommand: 'cloudflared access ssh --hostname %h' });
});

test('address, port, user and way are those that ssh itself reads', async () => {
  const found = await suggested(`
Host a* !ab
  Port 2001
Host aa ab bb
  HostName %h.example
  User first
Match host bb
  Port 2003
Host bb
  ProxyCommand nc %h %p
Host *b
  User second
  Port 2002
  ProxyCommand none
Host *
  User last
`);
  expect(found.map(({ alias }) => alias)).toEqual(['aa', 'ab', 'bb']);
  for (const host of found) {
    const says = execFileSync('ssh', ['-G', '-F', config(), host.alias], { encoding: 'utf8' });
    const value = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(says)?.[1] ?? null;
    expect({
      address: value('hostname'),
      port: Number(value('port')),
      user: value('user'),
      proxyCommand: value('proxycommand'),
    }).toEqual({ address: host.address, port: host.port, user: host.user, proxyCommand: host.proxyCommand });
  }
});

test.each(['', 'Host', 'Host \n\n}{"', 'Match', '\0\0\0', 'Host "open', 'Include', 'Include ['])(
  'a file with %j suggests nothing and does not fail',
  async (text) => {
    expect(await suggested(text)).toEqual([]);
    await rm(config());
    expect((await readSuggestedHosts(siti(), silentLog)).hosts).toEqual([]);
  },
);
