import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Server } from 'ssh2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';

/** OpenSSH's PAM asks one question here; a server that asks two is played by ssh2's own. */
const questions = [
  { prompt: '\u001b[2J<b>Nama</b>: ', echo: true },
  { prompt: 'Kode: ', echo: false },
];
let dir = '';
let hosts: HostsFixture;
let server: Server;
let heard: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'questions-'));
  heard = [];
  hosts = await createHostsFixture({ dir });
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
  server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt(questions, 'Masuk', 'Dua pertanyaan', (answers) => {
        heard = answers;
        if (answers[0] === 'siti' && answers[1] === '123456') context.accept();
        else context.reject(['keyboard-interactive']);
      });
    });
    // Nothing but the login is played: the connection that follows finds no Docker.
    client.on('ready', () => client.on('request', (_accept, reject) => reject?.()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await hosts.stop();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

async function connectToTheQuestions(): Promise<string> {
  const id = await hosts.connect({
    kind: 'ssh',
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user: 'warga',
    auth: { method: 'password' },
    dockerSocket: '/var/run/docker.sock',
  });
  await hosts.answer(await hosts.prompt(), { kind: 'accept' });
  const password = await hosts.prompt();
  expect(password).toMatchObject({ kind: 'secret', purpose: 'password', echo: false });
  await hosts.answer(password, { kind: 'secret', secret: 'kata sandi', remember: false });
  return id;
}

test('a server that asks two questions gets both answers, each asked with its echo flag and without control characters', async () => {
  await connectToTheQuestions();
  const first = await hosts.prompt();
  expect(first).toMatchObject({ kind: 'secret', purpose: 'keyboard-interactive', echo: true });
  expect(JSON.stringify(first)).not.toContain('\\u001b');
  await hosts.answer(first, { kind: 'secret', secret: 'siti', remember: false });
  const second = await hosts.prompt();
  expect(second).toMatchObject({
    kind: 'secret',
    purpose: 'keyboard-interactive',
    label: 'Kode:',
    echo: false,
  });
  await hosts.answer(second, { kind: 'secret', secret: '123456', remember: false });
  await expect.poll(() => heard).toEqual(['siti', '123456']);
});

test('who declines a question of the server is asked nothing more', async () => {
  const id = await connectToTheQuestions();
  const first = await hosts.prompt();
  expect(first).toMatchObject({ purpose: 'keyboard-interactive' });
  await hosts.answer(first, { kind: 'refuse' });
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.prompt-declined');
  expect(hosts.state.list('prompts')).toEqual([]);
});
