import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { createManualClock } from '../../platform/manual-clock.ts';

type Answer = (response: ServerResponse) => void;

const clock = createManualClock();
const version = { Version: '20.10', ApiVersion: '1.41', MinAPIVersion: '1.12' };
const honest: Answer = (response) => void response.end(JSON.stringify(version));
let dir = '';
let hosts: HostsFixture;
let daemon: Server;
/** What the daemon answers, by the end of the path. */
let answers: Readonly<Record<string, Answer>> = {};
let asked: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-lying-'));
  hosts = await createHostsFixture({ dir, clock });
  asked = [];
  daemon = createServer((request: IncomingMessage, response) => {
    const name = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    asked.push(name);
    const answer = answers[name];
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => daemon.listen(join(dir, 'docker.sock'), resolve));
});
afterEach(async () => {
  await hosts.stop();
  daemon.closeAllConnections();
  await new Promise((resolve) => daemon.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

const json = (text: string): Answer => {
  return (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
};
const half: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"Version":"20.', () => response.destroy());
};
const failing: Answer = (response) => {
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: 'boom \u001b[2J<img src=x onerror=alert(1)>' }));
};

test.each<[string, Readonly<Record<string, Answer>>]>([
  ['500', { version: failing }],
  ['500 without words', { version: (response) => void response.writeHead(500).end() }],
  ['bad JSON', { version: json('{"Version":') }],
  ['a web page', { version: json('<html>login</html>') }],
  ['half a body', { version: half }],
  ['nothing but an end', { version: (response) => void response.destroy() }],
  ['a version that is none', { version: json(JSON.stringify({ ...version, ApiVersion: '1.41/../..' })) }],
  ['500 for what it is asked next', { version: honest, info: failing }],
  ['half a body for what it is asked next', { version: honest, info: half }],
])('a daemon that answers with %s is an error with a way on, and is asked again', async (_name, lies) => {
  answers = lies;
  const id = await hosts.connect({ kind: 'local', socketPath: join(dir, 'docker.sock') });
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error?.code).toMatch(/^hosts\.docker-/);
  expect(connection.error?.hint).not.toBe('');
  expect(JSON.stringify(connection)).not.toContain('\\u001b');
  expect(connection.nextAttemptAt).toBe(clock.now() + 3_000);
  const before = asked.length;
  await clock.advance(3_000);
  await expect.poll(() => asked.length).toBeGreaterThan(before);
});
