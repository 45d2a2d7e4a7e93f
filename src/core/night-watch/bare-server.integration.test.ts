import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTcpServer, type TcpFixture } from '../../../e2e/testbed/tcp-fixture.ts';

/** Servers that have little: busybox's tools without curl, and of wget and nc one or the other. */
const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../resources/night-watch/ronda-night-watch.sh', import.meta.url));
const tools = 'sh awk sed tr head tail cat date mkdir rm mv rmdir od wc sleep grep printf ls true nc';
let root = '';
let web: Server;
let silent: TcpFixture;
let status = 200;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'night-bare-'));
  await mkdir(join(root, 'bin'));
  await mkdir(join(root, 'watch'));
  await copyFile('/bin/busybox', join(root, 'bin', 'busybox'));
  await chmod(join(root, 'bin', 'busybox'), 0o755);
  for (const tool of tools.split(' ')) await symlink('busybox', join(root, 'bin', tool));
  // That of busybox would start its own wget.
  await symlink('/usr/bin/timeout', join(root, 'bin', 'timeout'));
  const text = await readFile(script, 'utf8');
  const path = /^PATH=.*$/m;
  expect(text).toMatch(path);
  await writeFile(
    join(root, 'watch', 'ronda-night-watch.sh'),
    text.replace(path, `PATH=${join(root, 'bin')}`),
  );
  await writeFile(join(root, 'watch', 'telegram'), 'http://127.0.0.1:1/bot1:a/sendMessage\n-1\n-\n');
  silent = await startTcpServer(() => undefined);
  web = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end('{"status":"healthy","provider":{"status":"up"}}');
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await silent?.stop();
  web?.close();
  await rm(root, { recursive: true, force: true });
});

async function watch(): Promise<(check: string) => Promise<string>> {
  // dash: the shell of busybox would find all its own tools, whatever the path says.
  await run('/bin/dash', [join(root, 'watch', 'ronda-night-watch.sh')], { env: {} });
  return async (check) => {
    const [stands = '', failures = '', , word = '', detail = ''] = (
      await readFile(join(root, 'watch', 'state', `a.${check}`), 'utf8')
    )
      .trim()
      .split('\t');
    return [stands, failures, word, detail].join(' ');
  };
}

async function writeTargets(fetcher: string): Promise<void> {
  const port = (web.address() as AddressInfo).port;
  const http = `http\t60\t3\t1\t1\t200\t0\thttp://127.0.0.1:${port}/health?a=1\t-`;
  const lines = [
    'set\tlang\ten',
    'service\ta\tP2\tyes\tA',
    `check\ta\tok\t${http}`,
    'json\ta\tok\tprovider.status\tup',
    `check\ta\tbad\t${http}`,
    'json\ta\tbad\tprovider.status\tdown',
    'check\ta\trefused\thttp\t60\t3\t1\t1\t200\t0\thttp://127.0.0.1:1/\t-',
    `check\ta\tsilent\thttp\t60\t2\t1\t1\t200\t0\thttp://127.0.0.1:${silent.port}/\t-`,
    `check\ta\tport\ttcp\t60\t2\t1\t1\t-\t0\t127.0.0.1\t${silent.port}`,
    'check\ta\tclosed\ttcp\t60\t2\t1\t1\t-\t0\t127.0.0.1\t1',
    'check\ta\tdocker\tdocker\t60\t2\t1\t1\t/x\t0\ta\t-',
  ];
  await writeFile(join(root, 'watch', 'targets'), `${lines.join('\n')}\n`);
  await rm(join(root, 'watch', 'state'), { recursive: true, force: true });
  await rm(join(root, 'bin', 'wget'), { force: true });
  if (fetcher === 'wget') await symlink('/usr/bin/wget', join(root, 'bin', 'wget'));
}

test.each(['nc', 'wget'])('where only %s can fetch, all checks are made that can be', async (fetcher) => {
  await writeTargets(fetcher);
  status = 200;
  let stands = await watch();
  expect(await stands('ok')).toBe('up 0 status 200');
  expect(await stands('bad')).toBe('degraded 0 body provider.status = up');
  expect(await stands('refused')).toMatch(/^down 1 refused/);
  expect(await stands('silent')).toMatch(/^down 1 (timeout|refused)/);
  expect(await stands('port')).toBe('up 0 connected -');
  expect(await stands('closed')).toBe('down 1 refused -');
  // Docker cannot be asked there: nothing was seen, and nothing is claimed.
  await expect(stands('docker')).rejects.toThrow('ENOENT');
  status = 503;
  await rm(join(root, 'watch', 'state'), { recursive: true });
  stands = await watch();
  expect(await stands('ok')).toBe('down 1 status 503');
});
