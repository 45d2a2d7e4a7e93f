import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dialFromLaptop } from './dial-from-laptop.ts';
import { type HttpProbe, probeHttp } from './probe-http.ts';
import { probeTcp } from './probe-tcp.ts';

const alive = new AbortController().signal;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
const serve = (handler: RequestListener) => listen(createServer(handler));
const probe = (url: string, change: Partial<HttpProbe> = {}) =>
  probeHttp(
    { url, status: [200], json: [], redirects: 0, timeoutMs: 2000, ...change },
    dialFromLaptop,
    alive,
  );

test('a good answer is ok and tells what the body says of itself and of what it depends on', async () => {
  const port = await serve((_request, response) =>
    response.end(
      JSON.stringify({
        status: 'healthy',
        provider: { name: 'ollama', status: 'down', error: 'ECONNREFUSED' },
      }),
    ),
  );
  const url = `http://127.0.0.1:${port}/health`;
  const good = await probe(url);
  expect(good).toMatchObject({
    outcome: 'ok',
    message: '200 · healthy · provider ollama: down (ECONNREFUSED)',
  });
  const strict = await probe(url, { json: [{ path: 'provider.status', equals: 'up' }] });
  expect(strict).toMatchObject({ outcome: 'degraded', cause: { code: 'health.unexpected-body' } });
  expect(strict.message).toContain('provider.status is down instead of up');
});

test('the six ways to fail are told apart, each in time', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ronda-tls-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      keyFile,
      '-out',
      certFile,
    ],
    { stdio: 'ignore' },
  );
  const tls = await listen(
    createTlsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, (_request, response) =>
      response.end('ok'),
    ),
  );
  const loop = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  const silent = await serve(() => undefined);
  const slow = await serve((_request, response) => {
    response.writeHead(200);
    response.write('{"status":');
  });
  const wrong = await serve((_request, response) => response.writeHead(503).end('{"status":"unhealthy"}'));
  // Each that answers does so far within this; the two that do not are given up by it.
  const quick = { timeoutMs: 2500, redirects: 5 };
  const results = await Promise.all([
    probe('http://no-such-host.invalid/', { ...quick, timeoutMs: 10_000 }),
    probe('http://127.0.0.1:1/', quick),
    probe(`https://127.0.0.1:${tls}/`, quick),
    probe(`http://127.0.0.1:${loop}/`, quick),
    probe(`http://127.0.0.1:${silent}/`, quick),
    probe(`http://127.0.0.1:${slow}/`, quick),
    probe(`http://127.0.0.1:${wrong}/`, quick),
  ]);
  expect(results.map(({ cause }) => cause?.code)).toEqual([
    'health.dns',
    'health.refused',
    'health.tls',
    'health.redirect-loop',
    'health.timeout',
    'health.slow-body',
    'health.wrong-status',
  ]);
  expect(new Set(results.map(({ message }) => message)).size).toBe(7);
  expect(results.every(({ outcome }) => outcome === 'fail')).toBe(true);
});

test('an endless body is read to its cap and no further', async () => {
  let sent = 0;
  const port = await serve((_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, 0x61))) sent += 16_384;
    };
    response.on('drain', more);
    more();
  });
  const result = await probe(`http://127.0.0.1:${port}/`);
  expect(result.outcome).toBe('ok');
  // What lies in the buffers of two sockets counts as sent; without a cap it would be hundreds of megabytes.
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test('hostile text in a body arrives inert, and without what names a resident', async () => {
  const port = await serve((_request, response) =>
    response.writeHead(500).end(
      JSON.stringify({
        status: '\u001b[2J\u001b]0;owned\u0007broken\r\n\u202eevil',
        error: 'NIK 3174012345678901 phone 081234567890',
      }),
    ),
  );
  const { message } = await probe(`http://127.0.0.1:${port}/`);
  expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(message).toContain('broken evil');
  expect(message).not.toMatch(/3174012345678901|081234567890|owned/);
});

test('redirects are followed for a site, up to five, and never to another scheme', async () => {
  const port = await serve((request, response) => {
    const left = Number(request.url?.slice(1) || 0);
    if (left > 0) response.writeHead(301, { location: `/${left - 1}` }).end();
    else response.end('welcome');
  });
  const evil = await serve((_request, response) =>
    response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  );
  expect((await probe(`http://127.0.0.1:${port}/5`, { redirects: 5 })).outcome).toBe('ok');
  expect((await probe(`http://127.0.0.1:${port}/6`, { redirects: 5 })).cause?.code).toBe(
    'health.redirect-loop',
  );
  expect((await probe(`http://127.0.0.1:${port}/1`)).cause?.code).toBe('health.wrong-status');
  expect((await probe(`http://127.0.0.1:${evil}/`, { redirects: 5 })).cause?.code).toBe(
    'health.bad-redirect',
  );
});

test('something that speaks no HTTP is a broken answer', async () => {
  const port = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
  expect((await probe(`http://127.0.0.1:${port}/`)).cause?.code).toBe('health.broken-answer');
});

test('a slow answer is degraded where the profile says how fast it must be', async () => {
  const port = await serve((_request, response) => setTimeout(() => response.end('ok'), 60));
  const { outcome, cause } = await probe(`http://127.0.0.1:${port}/`, { slowerThan: 20 });
  expect([outcome, cause?.code]).toEqual(['degraded', 'health.slow']);
});

test('a run that is cut off by the loss of the connection has no result', async () => {
  const port = await serve(() => undefined);
  const lost = new AbortController();
  setTimeout(() => lost.abort(new Error('lost')), 50);
  const url = `http://127.0.0.1:${port}/`;
  const run = probeHttp(
    { url, status: [200], json: [], redirects: 0, timeoutMs: 5000 },
    dialFromLaptop,
    lost.signal,
  );
  await expect(run).rejects.toThrow('lost');
});

test('secrets in a checked address are not shown', async () => {
  const { message } = await probe('http://admin:hunter2@127.0.0.1:1/health?token=abc');
  expect(message).not.toMatch(/hunter2|abc/);
});

test('a port that accepts is up, one that refuses is named, and what sshd says is understood', async () => {
  const port = await serve(() => undefined);
  expect((await probeTcp({ host: '127.0.0.1', port }, 1000, dialFromLaptop, alive)).outcome).toBe('ok');
  const refused = await probeTcp({ host: '127.0.0.1', port: 1 }, 1000, dialFromLaptop, alive);
  expect(refused.cause?.code).toBe('health.refused');
  const sshd = (text: string) =>
    probeTcp(
      { host: 'x', port: 1 },
      1000,
      () => Promise.reject(new Error(`(SSH) Channel open failure: ${text}`)),
      alive,
    );
  expect((await sshd('Connection refused')).cause?.code).toBe('health.refused');
  expect((await sshd('Name or service not known')).cause?.code).toBe('health.dns');
  expect((await sshd('No route to host')).cause?.code).toBe('health.unreachable');
  const never = await probeTcp(
    { host: 'x', port: 1 },
    100,
    (_target, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    alive,
  );
  expect(never.cause?.code).toBe('health.timeout');
});
