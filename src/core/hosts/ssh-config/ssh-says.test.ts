import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSshConfig } from './read-ssh-config.ts';
import { resolveAlias } from './resolve-alias.ts';

/** Every case is also asked of the real ssh (`ssh -G -F file host`), so that none of them is our own belief. */
let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ssh-says-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Said {
  readonly address: string | undefined;
  readonly port: number;
  readonly user: string | undefined;
  readonly proxyCommand: string | null;
  readonly jumps: string;
  readonly files: readonly string[];
  readonly agent: string | null;
  readonly identitiesOnly: boolean;
}

function sshSays(file: string, alias: string): Said {
  const lines = execFileSync('ssh', ['-G', '-F', file, alias], { encoding: 'utf8', stdio: 'pipe' }).split(
    '\n',
  );
  const all = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    address: all('hostname')[0],
    port: Number(all('port')[0]),
    user: all('user')[0],
    proxyCommand: all('proxycommand')[0] ?? null,
    jumps: all('proxyjump')[0] ?? '',
    // Its own defaults, which it also names where nothing is said, are no part of the file; `none` is no key.
    files: all('identityfile').filter((path) => !path.startsWith('~/.ssh/id_') && path !== 'none'),
    agent: all('identityagent')[0] ?? null,
    identitiesOnly: all('identitiesonly')[0] === 'yes',
  };
}

async function weSay(file: string, alias: string): Promise<Said> {
  const { sections } = await readSshConfig(file, dir);
  const found = resolveAlias(alias, sections, { userHome: dir, name: userInfo().username, env: process.env });
  const auth = found?.auth?.method === 'identities' ? found.auth : null;
  return {
    address: found?.address,
    port: found?.port ?? 0,
    user: found?.user ?? undefined,
    proxyCommand: found?.proxyCommand ?? null,
    jumps: (found?.jumps ?? []).map(({ user, address, port }) => `${user}@${address}:${port}`).join(','),
    files: (auth?.files ?? []).filter((path) => !path.startsWith(`${dir}/.ssh/id_`)),
    agent: auth?.agent ?? null,
    identitiesOnly: auth?.identitiesOnly ?? false,
  };
}

const cases: readonly (readonly [name: string, config: string, ...aliases: string[]])[] = [
  ['the first value', 'Host a\n Port 1\n Port 2\nHost *\n Port 3\n User u', 'a', 'b'],
  [
    'wildcards and negation',
    'Host *.lan !x.lan\n User lan\nHost ?b\n User two\nHost !ab *\n Port 9',
    'x.lan',
    'y.lan',
    'ab',
    'abc',
  ],
  ['only a negation, which matches nothing', 'Host !x\n User never', 'y'],
  ['several names on a line', 'Host a b "c"\n User abc', 'a', 'b', 'c', 'd'],
  ['a comma, which separates nothing in Host', 'Host a,b\n User never', 'a'],
  [
    'letters as they are written in Host, but a lower-case address',
    'Host RT04\n Port 2\nHost rt04\n Port 3',
    'RT04',
    'rt04',
  ],
  ['HostName with %h and %%', 'Host a\n HostName %h.rt04.id\nHost b\n HostName %%%h', 'a'],
  ['settings before the first heading', 'User first\nHost a\n User second', 'a'],
  [
    'an equals sign, quotes and comments',
    'Host = a\n User=eq # who\n HostName "q.example"\n Port = 77 #x\n# Port 9',
    'a',
  ],
  ['tabs, indents and Windows line ends', '\tHost\ta\r\n\t\tUser\ttab\r\n  Port 8  \r\n', 'a'],
  ['keywords in any case', 'HOST a\n hostNAME h.example\n pOrT 5\n iDentitiesOnly yes', 'a'],
  [
    'Match host after HostName',
    'Host a\n HostName real.example\nMatch host real.example\n User real\nMatch host a\n User alias',
    'a',
  ],
  ['Match host before HostName', 'Match host a\n User early\nHost a\n HostName real.example', 'a'],
  ['Match originalhost', 'Host a\n HostName real.example\nMatch originalhost a\n User alias', 'a', 'b'],
  [
    'Match with capital letters',
    'Match host RT04\n User up\nMatch originalhost RT05\n User five',
    'rt04',
    'RT04',
    'RT05',
    'rt05',
  ],
  [
    'Match user, as it is known by then',
    'Match user deploy\n Port 1\nHost a\n User deploy\nMatch user deploy\n Port 2',
    'a',
    'b',
  ],
  [
    'Match user without User',
    `Match user ${userInfo().username}\n Port 3\nMatch localuser nobody-here\n Port 4`,
    'a',
  ],
  ['Match localuser', `Host a\n User x\nMatch localuser ${userInfo().username} host a\n Port 3`, 'a', 'b'],
  [
    'Match with several and with negation',
    'Match host a,b !user root originalhost *\n Port 4\nMatch !host a\n Port 5',
    'a',
    'b',
    'c',
  ],
  ['Match all', 'Host a\n Port 2\nMatch all\n User everybody', 'a', 'b'],
  [
    'IdentityFile several times, over blocks',
    'Host a\n IdentityFile /k/one\n IdentityFile "/k/two words"\nHost *\n IdentityFile /k/three',
    'a',
    'b',
  ],
  ['IdentityFile none', 'Host a\n IdentityFile none', 'a'],
  [
    'IdentityAgent and IdentitiesOnly',
    'Host a\n IdentityAgent "/run/my agent"\n IdentitiesOnly yes\nHost *\n IdentitiesOnly no',
    'a',
    'b',
  ],
  [
    'a ProxyCommand with its quotes and marks',
    `Host a\n ProxyCommand ssh -W "%h:%p" 'a  b' "c # d" \\"e  # f`,
    'a',
  ],
  ['a ProxyCommand behind an equals sign', 'Host a\n ProxyCommand=sh -c "nc  %h %p"', 'a'],
  [
    'ProxyCommand none before another',
    'Host a\n ProxyCommand none\nHost *\n ProxyCommand nc %h %p',
    'a',
    'b',
  ],
  ['ProxyCommand before ProxyJump', 'Host a\n ProxyCommand nc %h %p\n ProxyJump u@b:22', 'a'],
  ['ProxyJump before ProxyCommand', 'Host a\n ProxyJump u@b:2200\n ProxyCommand nc %h %p', 'a'],
  [
    'ProxyJump none before both',
    'Host a\n ProxyJump none\nHost *\n ProxyCommand nc %h %p\n ProxyJump u@b:2200',
    'a',
  ],
  ['several jumps', 'Host a\n ProxyJump u@b:2200,v@c:2201', 'a'],
  [
    'a heading inside an included file',
    'Host a\n Include DIR/heading\n Port 7\nHost *\n User last',
    'a',
    'b',
    'inner',
  ],
  ['an Include that counts for one host', 'Host a\n Include DIR/plain\nHost *\n User last', 'a', 'b'],
  ['Include with a pattern, in order', 'Include DIR/many-*\nHost *\n Port 9', 'a'],
  ['Include of what is not there', 'Include DIR/nothing* DIR/none\nHost a\n Port 9', 'a'],
  ['Include within Include', 'Include DIR/outer\nHost *\n Port 9', 'a'],
];

test.each(cases)('ssh reads the same: %s', async (_name, config, ...aliases) => {
  await mkdir(join(dir, '.ssh'));
  await writeFile(join(dir, 'heading'), 'Host inner a\n User heading\n');
  await writeFile(join(dir, 'plain'), 'User plain\nPort 70\n');
  await writeFile(join(dir, 'many-2'), 'User two\nPort 2\n');
  await writeFile(join(dir, 'many-1'), 'User one\n');
  await writeFile(join(dir, 'outer'), `Host a\n Include ${dir}/plain\n`);
  const file = join(dir, 'config');
  await writeFile(file, `${config.replaceAll('DIR', dir)}\n`);
  for (const alias of aliases)
    expect({ alias, ...(await weSay(file, alias)) }).toEqual({ alias, ...sshSays(file, alias) });
});
