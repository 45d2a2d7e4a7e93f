import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { extract, pack } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { type Sshd, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { startTcpServer } from '../../../../e2e/testbed/tcp-fixture.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { HostConnection } from '../host-connection.ts';

const IMAGE = 'ronda-hosts-test:1';
const signal = AbortSignal.timeout(300_000);

let engine: Engine;
let dir = '';
let sshd: Sshd;
let hosts: HostsFixture;
let hostId = '';
let connection: HostConnection;
let container: Docker.Container;
/** Bytes a second. */
let pace: number | null = null;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-docker-'));
  engine = await startEngine({ dir: `/tmp/hosts-docker-${process.pid}` });
  sshd = await startSshd({ dir: join(dir, 'sshd'), maxSessions: 2 });
  // Hostile on purpose: nothing of this may be looked at.
  process.env.DOCKER_HOST = 'tcp://192.0.2.1:2376';
  process.env.DOCKER_CERT_PATH = '/nonexistent';
  hosts = await createHostsFixture({ dir, transferPace: () => pace });
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  hostId = await hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: { method: 'key', file: sshd.identityFile },
    dockerSocket: engine.socketPath,
  });
  await hosts.waitForState(hostId, 'connected');
  connection = hosts.service.get(hostId);

  const docker = await connection.bulkDocker(signal);
  const image = pack();
  image.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile('/bin/busybox'));
  for (const name of ['sh', 'cat', 'sleep', 'mkdir']) {
    image.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
  }
  image.finalize();
  const imported = await docker.importImage(Readable.from(image), { repo: 'ronda-hosts-test', tag: '1' });
  await buffer(imported);
  container = await docker.createContainer({
    Image: IMAGE,
    Cmd: ['/bin/sleep', '1000'],
    NetworkDisabled: true,
  });
  await container.start();
});
afterAll(async () => {
  delete process.env.DOCKER_HOST;
  delete process.env.DOCKER_CERT_PATH;
  await hosts?.stop();
  await sshd?.stop();
  await engine?.stop({ removeData: true });
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  connection = hosts.service.get(hostId);
});

/**
 * What a promise fails with; null when it does not. `rejects` would print what came instead: a connection, or an
 * archive of 48 MB, for which the memory of a test worker is too small.
 */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

/** Logins that sshd has seen so far. */
async function sshLogins(): Promise<number> {
  const log = await sshd.log();
  return log.split('Accepted publickey').length - 1;
}

test('the engine is this one, whatever DOCKER_HOST says, and the environment is as it was', async () => {
  const version = await connection.docker.version();
  expect(version.ApiVersion).toBe(engine.apiVersion);
  expect(connection.engine.version).toBe(engine.version);
  expect((await connection.docker.info()).DockerRootDir).toBe(join(engine.dir, 'data'));
  expect(process.env.DOCKER_HOST).toBe('tcp://192.0.2.1:2376');
});

test('a hijacked exec carries input and output both ways', async () => {
  const exec = await connection.docker
    .getContainer(container.id)
    .exec({ Cmd: ['/bin/cat'], AttachStdin: true, AttachStdout: true, Tty: false });
  const stream = await exec.start({ hijack: true, stdin: true });
  const message = randomBytes(200_000);
  const output = buffer(stream);
  stream.end(message);
  const frames = await output;
  const payload: Buffer[] = [];
  for (let at = 0; at < frames.length; ) {
    const length = frames.readUInt32BE(at + 4);
    payload.push(frames.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  expect(Buffer.concat(payload).equals(message)).toBe(true);
  expect((await exec.inspect()).ExitCode).toBe(0);
});

test('48 MB travel into a container and back unchanged', async () => {
  const docker = await connection.bulkDocker(signal);
  const content = randomBytes(48 * 1024 * 1024);
  const upload = pack();
  upload.entry({ name: 'big.bin' }, content);
  upload.finalize();
  await docker.getContainer(container.id).putArchive(Readable.from(upload), { path: '/' });

  const download = await docker.getContainer(container.id).getArchive({ path: '/big.bin' });
  const untar = extract();
  download.pipe(untar);
  for await (const entry of untar) expect((await buffer(entry)).equals(content)).toBe(true);
});

test('a transfer takes no more of the line than its limit, from the moment it is set; checks take what they need', async () => {
  const docker = await connection.bulkDocker(signal);
  const download = (await docker.getContainer(container.id).getArchive({ path: '/big.bin' })) as Readable;
  try {
    let bytes = 0;
    download.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    pace = 2_000_000;
    // What was on its way before.
    await sleep(1500);
    bytes = 0;
    const from = performance.now();
    for (let turn = 0; turn < 20; turn += 1) await connection.docker.ping();
    expect(performance.now() - from).toBeLessThan(2000);
    await sleep(Math.max(0, 2000 - (performance.now() - from)));
    const bytesPerSecond = bytes / ((performance.now() - from) / 1000);
    expect(bytesPerSecond).toBeLessThan(2_600_000);
    expect(bytesPerSecond).toBeGreaterThan(500_000);
  } finally {
    pace = null;
    download.destroy();
  }
});

test('an archive nobody reads fills no memory, and dropping it leaves the connection whole', async () => {
  const docker = await connection.bulkDocker(signal);
  const before = process.memoryUsage().arrayBuffers;
  const download = (await docker.getContainer(container.id).getArchive({ path: '/big.bin' })) as Readable;
  await sleep(700);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  download.destroy();
  expect(await docker.ping()).toBeTruthy();
  expect(connection.signal.aborted).toBe(false);
});

test('what comes after a transfer that was dropped is whole, though it is read late', async () => {
  const docker = await connection.bulkDocker(signal);
  const archive = async (): Promise<Readable> =>
    (await docker.getContainer(container.id).getArchive({ path: '/big.bin' })) as Readable;
  for (let turn = 0; turn < 8; turn += 1) {
    const dropped = await archive();
    await once(dropped, 'readable');
    dropped.destroy();
    const next = await archive();
    // The server sends all that it believes it may.
    await sleep(200);
    let bytes = 0;
    for await (const chunk of next) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(48 * 1024 * 1024);
  }
}, 60_000);

test('a call that is aborted ends at once', async () => {
  const stop = new AbortController();
  const wait = connection.docker.getContainer(container.id).wait({ abortSignal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(wait).rejects.toThrow();
  expect(await connection.docker.ping()).toBeTruthy();
});

test('control and bulk are two connections and no more, however often they are asked for', async () => {
  await Promise.all([1, 2, 3].map(() => connection.bulkDocker(signal)));
  await Promise.all(Array.from({ length: 20 }, () => connection.docker.ping()));
  expect(await sshLogins()).toBe(2);
});

test("a server's own loopback is dialled as the server sees it", async () => {
  const server = await startTcpServer((socket) => socket.end('halo\n'));
  const socket = await connection.dial({ host: '127.0.0.1', port: server.port }, signal);
  expect((await buffer(socket)).toString()).toBe('halo\n');
  await server.stop();
  const closed = await failureOf(connection.dial({ host: '127.0.0.1', port: server.port }, signal));
  expect(closed).toMatchObject({ code: 'hosts.dial-failed', params: { reason: 'refused' } });
  const unknown = await failureOf(connection.dial({ host: 'tidak-ada.invalid', port: 80 }, signal));
  expect(unknown).toMatchObject({ code: 'hosts.dial-failed' });
});

test('every argument of a program arrives as it is', async () => {
  const words = ['-n', "it's", '$HOME `id`', 'two\nlines', '', '\\', '*', '"'];
  const { code, stdout } = await connection.exec(['printf', '%s\\0', ...words], { signal });
  expect(code).toBe(0);
  expect(stdout.toString().split('\0').slice(0, -1)).toEqual(words);
});

test('exec gives the exit code, takes input, bounds the output and ends the waiting when told', async () => {
  const run = (argv: [string, ...string[]], more = {}) => connection.exec(argv, { signal, ...more });
  expect(await run(['sh', '-c', 'cat; echo oops >&2; exit 7'], { input: Buffer.from('in') })).toMatchObject({
    code: 7,
    stdout: Buffer.from('in'),
    stderr: Buffer.from('oops\n'),
  });
  expect((await run(['no-such-program-here'])).code).toBe(127);
  expect((await run(['sh', '-c', 'kill -9 $$'])).code).toBe(137);
  await expect(run(['yes'], { maxOutputBytes: 10_000 })).rejects.toMatchObject({ code: 'hosts.exec-output' });
  await expect(
    connection.exec(['sleep', '1.25'], { signal: AbortSignal.timeout(200) }),
  ).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  // Programs of root outlive the cancel, see ssh-exec.ts; the next test needs its session.
  await waitFor('it to end', () => !/^sleep 1\.25$/m.test(execFileSync('ps', ['-eo', 'args']).toString()));
});

test('what a program prints comes whole over a pipe that can be dropped, and an abort ends it', async () => {
  const bytes = 20_000_000;
  const whole = await buffer(await connection.bulkExec(['head', '-c', String(bytes), '/dev/zero'], signal));
  expect(whole.length).toBe(bytes);
  const endless = await connection.bulkExec(['cat', '/dev/zero'], signal);
  endless.destroy();
  const stop = new AbortController();
  const aborted = await connection.bulkExec(['sh', '-c', 'echo begun; exec sleep 1000'], stop.signal);
  const ended = buffer(aborted).catch((error: unknown) => error);
  stop.abort(new Error('enough'));
  expect(await ended).toMatchObject({ message: 'enough' });
  expect((await connection.exec(['echo', 'ok'], { signal })).stdout.toString()).toBe('ok\n');
});

test('more programs than MaxSessions allows wait for each other', async () => {
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      connection.exec(['sh', '-c', `sleep 0.2; echo ${index}`], { signal }),
    ),
  );
  expect(results.map(({ stdout }) => stdout.toString().trim())).toEqual([...'01234567']);
});

test('a killed server breaks what runs, is tried again, and is connected when it is back', async () => {
  const changes: (string | null)[] = [];
  const unsubscribe = hosts.service.subscribe((_id, now) => changes.push(now ? 'connected' : null));
  const docker = await connection.bulkDocker(signal);
  // Nobody reads it, so most of it is still on the other side when the line breaks.
  const download = (await docker.getContainer(container.id).getArchive({ path: '/big.bin' })) as Readable;
  // A server that outlives sshd: an end of its own would be an honest one.
  const silent = await startTcpServer((socket) => void socket.write('halo\n'));
  const dialled = await connection.dial({ host: '127.0.0.1', port: silent.port }, signal);
  const broken = Promise.all([
    failureOf(connection.exec(['sleep', '100'], { signal })),
    failureOf(buffer(dialled)),
    failureOf(finished(download)),
  ]);
  await sshd.stop();
  const [program, dial, archive] = await broken;
  await silent.stop();
  expect(program).toMatchObject({ code: 'hosts.connection-lost' });
  expect(dial).toMatchObject({ code: 'hosts.connection-lost' });
  expect(archive).toBeInstanceOf(Error);
  expect(connection.signal.reason).toMatchObject({ code: 'hosts.connection-lost' });
  expect(() => void hosts.service.get(hostId)).toThrow('not connected');
  const waiting = await hosts.waitForState(hostId, 'waiting');
  expect(waiting.connection.nextAttemptAt).toBeGreaterThan(Date.now() - 1000);
  await waitFor('a failed attempt', () => hosts.view(hostId).connection.error?.code === 'hosts.port-closed');

  sshd = await startSshd({ dir: join(dir, 'sshd'), port: sshd.port });
  await hosts.waitForState(hostId, 'connected', 30_000);
  expect(await hosts.service.get(hostId).docker.ping()).toBeTruthy();
  expect(changes).toEqual([null, 'connected']);
  unsubscribe();
});

test('an engine that stops behind a living server ends the connection, and the host comes back with it', async () => {
  await connection.docker.getContainer(container.id).remove({ force: true });
  await engine.stop();
  const { connection: now } = await hosts.waitForState(hostId, 'waiting');
  expect(connection.signal.reason).toMatchObject({ code: 'hosts.docker-gone' });
  expect(now.steps.find((step) => step.name === 'engine')?.state).toBe('done');
  engine = await startEngine({ dir: engine.dir });
  await hosts.waitForState(hostId, 'connected', 60_000);
});
