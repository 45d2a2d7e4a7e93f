import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../platform/log.ts';
import { findLocalEngines } from './find-local-engines.ts';

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
const find = async (env: NodeJS.ProcessEnv = {}) =>
  (await findLocalEngines({ platform: 'linux', userHome, env, log: silentLog })).filter(({ socketPath }) =>
    socketPath.startsWith(userHome),
  );

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
