import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../platform/log.ts';
import { findEngines } from './find-engines.ts';

let userHome = '';
const servers: Server[] = [];
beforeEach(async () => {
  userHome = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(userHome, { recursive: true, force: true });
});

async function socket(name: string): Promise<string> {
  const path = join(userHome, name);
  await mkdir(join(path, '..'), { recursive: true });
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}
async function context(folder: string, meta: string): Promise<void> {
  const path = join(userHome, '.docker', 'contexts', 'meta', folder);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'meta.json'), meta);
}
const meta = (Name: string, Host: string): string =>
  JSON.stringify({ Name, Endpoints: { docker: { Host } } });
const findAll = (env: NodeJS.ProcessEnv = {}) =>
  findEngines({ platform: 'linux', userHome, env, log: silentLog });
const find = async (env: NodeJS.ProcessEnv = {}) =>
  (await findAll(env)).localEngines.filter(({ socketPath }) => socketPath.startsWith(userHome));

test('what the docker command uses comes first, and each socket once', async () => {
  const colima = await socket('.colima/default/docker.sock');
  const podman = await socket('run/podman/podman.sock');
  const other = await socket('other.sock');
  await context('a', meta('colima', `unix://${colima}`));
  await context('b', meta('jauh', 'ssh://admin@rt04.example'));
  await context('c', meta('mati', `unix://${userHome}/no.sock`));
  expect(await find({ DOCKER_HOST: `unix://${other}`, XDG_RUNTIME_DIR: join(userHome, 'run') })).toEqual([
    { socketPath: other, from: 'DOCKER_HOST' },
    { socketPath: colima, from: 'context colima' },
    { socketPath: podman, from: null },
  ]);
});

test('a broken or hostile context hides no other, and a DOCKER_HOST that is no socket is not offered', async () => {
  const good = await socket('good.sock');
  await context('a', '{');
  await context('b', JSON.stringify({ Name: 'x'.repeat(1000), Endpoints: {} }));
  await context('c', 'x'.repeat(100_000));
  await context('d', meta('baik', `unix://${good}`));
  expect(await find({ DOCKER_HOST: 'tcp://10.0.0.9:2375' })).toEqual([
    { socketPath: good, from: 'context baik' },
  ]);
});

test('TCP ports are offered with the folder of their certificates, and none that would not be verified', async () => {
  const id = createHash('sha256').update('rt04').digest('hex');
  const folder = join(userHome, '.docker', 'contexts', 'tls', id, 'docker');
  await mkdir(folder, { recursive: true });
  await context('a', meta('rt04', 'tcp://docker.rt04.example:2376'));
  await context('b', meta('polos', 'tcp://127.0.0.1'));
  await context('c', meta('enam', 'tcp://[fd00::4]:2376'));
  await context('d', meta('jahat', 'tcp://-oProxyCommand=x:1'));
  await context('e', meta('port', 'tcp://host:99999'));
  const docker = { Host: 'tcp://docker.rt04.example:2376', SkipTLSVerify: true };
  await context('f', JSON.stringify({ Name: 'buta', Endpoints: { docker } }));
  const { tcpEngines } = await findAll({ DOCKER_HOST: 'tcp://10.0.0.9', DOCKER_TLS_VERIFY: '1' });
  expect(tcpEngines).toEqual([
    { address: '10.0.0.9', port: 2376, certificates: join(userHome, '.docker'), from: 'DOCKER_HOST' },
    { address: 'docker.rt04.example', port: 2376, certificates: folder, from: 'context rt04' },
    { address: '127.0.0.1', port: 2375, certificates: null, from: 'context polos' },
    { address: '[fd00::4]', port: 2376, certificates: null, from: 'context enam' },
  ]);
});
