import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Sshd, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';
import { silentLog } from '../../platform/log.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { createDataRemotes } from './data-remote-handlers.ts';
import { type DataRepository, openHostRepository } from './data-repository.ts';
import { pushData } from './push-data.ts';

const signal = new AbortController().signal;
const context = { signal, emit: async () => undefined } as never;
const hostId = 'rt04';
let folder: string;
let sshd: Sshd;
let env: NodeJS.ProcessEnv;
let turn = 0;
let bare: string;
let url: string;
let repository: DataRepository;
let settings: Settings;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-push-');
  sshd = await startSshd({ dir: join(folder, 'sshd') });
  writeFileSync(join(folder, 'known_hosts'), `${sshd.knownHostsLines.join('\n')}\n`);
  const config = [
    'Host *',
    `  IdentityFile ${sshd.identityFile}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${join(folder, 'known_hosts')}`,
    '  GlobalKnownHostsFile /dev/null',
  ];
  writeFileSync(join(folder, 'config'), `${config.join('\n')}\n`);
  // The real ssh, with this configuration in place of the one of whoever runs the test.
  const real = execFileSync('sh', ['-c', 'command -v ssh']).toString().trim();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'ssh'), `#!/bin/sh\nexec ${real} -F ${join(folder, 'config')} "$@"\n`);
  chmodSync(join(folder, 'bin', 'ssh'), 0o755);
  env = { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
});
afterAll(async () => {
  await sshd?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  turn += 1;
  settings = { ...defaultSettings };
  bare = join(folder, `remote-${turn}.git`);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  url = `ssh://${sshd.user}@127.0.0.1:${sshd.port}${bare}`;
  [repository] = await openHostRepository(stored, join(folder, `backups-${turn}`), hostId, signal);
});

const stored = { inspector: createInspector(createForkSpawner()), keys: plainStorage };

const open = () =>
  createDataRemotes({
    ...stored,
    settings: {
      reload: async () => settings,
      update: async (change) => {
        settings = { ...settings, ...change };
        return settings;
      },
    },
    log: silentLog,
    backupFolder: () => join(folder, `backups-${turn}`),
    env,
  });
const there = (): string =>
  execFileSync('git', [`--git-dir=${bare}`, 'for-each-ref', '--format=%(refname) %(objectname)']).toString();

test('commits travel to a remote over ssh once that address was confirmed, and what is there already is told so', async () => {
  const { handlers, remoteOf, pushIfWanted } = open();
  const set = (confirmed: boolean) => handlers['data.set-remote']({ hostId, url, confirmed }, context);
  await expect(handlers['data.push']({ hostId }, context)).rejects.toMatchObject({ code: 'data.no-remote' });
  await pushIfWanted(hostId, signal);
  await expect(set(false)).rejects.toMatchObject({ code: 'data.remote-unconfirmed' });
  expect(await remoteOf(hostId)).toBeNull();
  await set(true);
  const push = () => handlers['data.push']({ hostId }, context);
  expect(await push()).toEqual({ url, commit: null, isNew: false });
  const first = await repository.commit({ 'a/b/x.json': '{}' }, new Date());
  expect(await push()).toEqual({ url, commit: first, isNew: true });
  expect(await push()).toEqual({ url, commit: first, isNew: false });
  const second = await repository.commit({ 'a/b/x.json': '{"a":1}' }, new Date());
  await pushIfWanted(hostId, signal);
  expect(there()).toBe(`refs/heads/main ${second}\n`);
  expect(await repository.pushed()).toBe(second);
  // Another address is another confirmation, and not known to have anything.
  await expect(
    handlers['data.set-remote']({ hostId, url: `${url}-2`, confirmed: false }, context),
  ).rejects.toMatchObject({ code: 'data.remote-unconfirmed' });
  await handlers['data.set-remote']({ hostId, url: null, confirmed: false }, context);
  expect([await remoteOf(hostId), await repository.pushed()]).toEqual([null, null]);
});

test('a remote that went another way is refused, and nothing in it is overwritten', async () => {
  const [other] = await openHostRepository(stored, join(folder, `other-${turn}`), hostId, signal);
  await other.commit({ 'a/b/other.json': '[]' }, new Date());
  execFileSync('git', [
    `--git-dir=${join(folder, `other-${turn}`, hostId, 'data.git')}`,
    ...['push', '--quiet', bare, 'main:main'],
  ]);
  const before = there();
  await repository.commit({ 'a/b/x.json': '{}' }, new Date());
  const { handlers } = open();
  await handlers['data.set-remote']({ hostId, url, confirmed: true }, context);
  await expect(handlers['data.push']({ hostId }, context)).rejects.toMatchObject({
    code: 'data.push-diverged',
  });
  expect(there()).toBe(before);
  expect(await repository.pushed()).toBeNull();
});

test('an unknown host key, a refusing hook and no repository fail with what was said, masked and bounded', async () => {
  await repository.commit({ 'a/b/x.json': '{}' }, new Date());
  const { handlers } = open();
  const push = async (to: string): Promise<string> => {
    await handlers['data.set-remote']({ hostId, url: to, confirmed: true }, context);
    const error = await handlers['data.push']({ hostId }, context).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'data.push-failed' });
    const { detail } = (error as { params: { detail: string } }).params;
    expect(detail.length).toBeLessThan(320);
    return detail;
  };
  expect(await push(url.replace('127.0.0.1', 'localhost'))).toContain('Host key verification failed');
  expect(await push(`${url}-none`)).toContain('does not appear to be a git repository');
  const hook = join(bare, 'hooks', 'pre-receive');
  writeFileSync(
    hook,
    '#!/bin/sh\nhead -c 50000 /dev/zero | tr "\\0" x >&2\necho " hubungi 081234567890" >&2\nexit 1\n',
  );
  chmodSync(hook, 0o755);
  const told = await push(url);
  expect(told).toContain('pre-receive hook declined');
  expect(told).not.toContain('081234567890');
  expect(there()).toBe('');
});

test('a redirection to another transport is not followed, and a remote that never answers ends in time', async () => {
  const commit = (await repository.commit({ 'a/b/x.json': '{}' }, new Date())) ?? '';
  const git = join(folder, `backups-${turn}`, hostId, 'data.git');
  execFileSync('git', [`--git-dir=${git}`, 'config', `url.${bare}.insteadOf`, 'https://rt04.example/x']);
  await expect(pushData(git, 'https://rt04.example/x', commit, { env, signal })).rejects.toMatchObject({
    code: 'data.push-failed',
    params: { detail: expect.stringContaining("transport 'file' not allowed") },
  });
  const silent = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const to = `ssh://git@127.0.0.1:${port}/x`;
  await expect(pushData(git, to, commit, { env, signal, limitMs: 500 })).rejects.toMatchObject({
    code: 'common.timeout',
  });
  // Neither git nor its ssh is left hanging there.
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) =>
        silent.getConnections((_error, count) =>
          count === 0 ? resolve() : reject(new Error(`${count} open`)),
        ),
      ),
    5000,
  );
  silent.close();
});
