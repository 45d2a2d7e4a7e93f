import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from './engine.ts';
import { checkInvariant, parseAckLedger } from './invariant.ts';
import { runCommand } from './processes.ts';
import { SERVICE_NAMES, type ServiceName, type Stack, startStack } from './stack.ts';
import { waitFor } from './wait-for.ts';

// Socket paths are short-lived and short: the system's own temporary folder may be a long one.
const dir = mkdtempSync('/tmp/ronda-stack-');
let engine: Engine;
let stack: Stack;

beforeAll(async () => {
  engine = await startEngine({ dir: join(dir, 'engine') });
  stack = await startStack({ engine, dir: join(dir, 'logs'), writerTps: 200, healthInterval: '2s' });
}, 120_000);

afterAll(async () => {
  await stack?.stop();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const ask = (service: ServiceName, path = '/health') =>
  fetch(`http://127.0.0.1:${stack.ports[service]}${path}`);

const statusOf = async (service: ServiceName) => (await stack.containers(service))[0]?.Status ?? '';

const logsOf = async (service: ServiceName) => {
  const [container] = await stack.containers(service);
  const { stdout, stderr } = await runCommand('docker', ['logs', container?.Id ?? ''], {
    env: engine.docker,
  });
  return stdout + stderr;
};

/** Consistent whatever the writer does: one step of SQLite's backup API, then out of the container. */
async function copyOut(name: string): Promise<string> {
  const script = `const D = require('better-sqlite3');
    new D('/app/data/warga.db').backup('/tmp/copy.db', { progress: () => 1e9 }).then(() => process.exit(0))`;
  await stack.exec('warga-service', ['rm', '-f', '/tmp/copy.db']);
  await stack.exec('warga-service', ['node', '-e', script]);
  const [container] = await stack.containers('warga-service');
  const file = join(dir, name);
  await runCommand('docker', ['cp', `${container?.Id}:/tmp/copy.db`, file], { env: engine.docker });
  return file;
}

describe('the sample stack', () => {
  it('is what a Compose project on a real server is: six services, healthy, labelled', async () => {
    const containers = await stack.containers();
    const services = containers.map(({ Labels }) => Labels['com.docker.compose.service']);
    expect(services.sort()).toEqual([...SERVICE_NAMES].sort());
    for (const { Labels, Status } of containers) {
      expect(Labels['com.docker.compose.project']).toBe('prisma');
      expect(Labels['com.docker.compose.container-number']).toBe('1');
      expect(Status).toContain('(healthy)');
    }
  });

  it('answers on its published ports with the health bodies of the manual', async () => {
    for (const service of SERVICE_NAMES) {
      const expected = { status: 'healthy', service: service === 'gateway' ? 'api-gateway' : service };
      expect(await (await ask(service)).json()).toMatchObject(expected);
    }
    const page = await fetch(`http://127.0.0.1:${stack.ports.frontend}/`);
    expect(await page.text()).toContain('PRISMA RT 04');
    expect(await (await ask('ai-service')).json()).toMatchObject({ provider: { status: 'up' } });
  });

  it('keeps every acknowledged transaction in a consistent copy, and the invariant in it', async () => {
    await waitFor('the writer to be under way', async () => {
      const { stdout } = await stack.exec('warga-service', ['wc', '-l', '/app/ledger/ack.log']);
      return Number.parseInt(stdout, 10) > 300;
    });
    const { stdout } = await stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
    const acknowledged = parseAckLedger(stdout).at(-1)?.seq ?? 0;
    const report = checkInvariant(await copyOut('copy.db'));
    expect(report.problems).toEqual([]);
    expect(acknowledged).toBeGreaterThan(300);
    expect(report.lastSeq).toBeGreaterThanOrEqual(acknowledged);
  });

  it.each([
    ['a lost transfer', 'DELETE FROM transfers WHERE seq = 100'],
    ['a balance of another moment', 'UPDATE accounts SET balance = balance + 1 WHERE id = 1'],
    ['a changed row', 'UPDATE transfers SET amount = amount + 1 WHERE seq = 50'],
    ['lost accounts', 'PRAGMA foreign_keys = OFF; DELETE FROM accounts'],
  ])('has an invariant that sees %s', async (_what, damage) => {
    const file = await copyOut('damaged.db');
    const db = new Database(file);
    db.exec(damage);
    db.close();
    expect(checkInvariant(file).ok).toBe(false);
  });

  it('refuses a checker that asks the gateway more than 100 times a minute', async () => {
    const answers = await Promise.all(Array.from({ length: 101 }, () => ask('gateway')));
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('refuses to start on a well-formed database of another service', async () => {
    await stack.stopService('keamanan-service');
    const [container] = await stack.containers('keamanan-service');
    const path = '/app/data/keamanan.db';
    const own = join(dir, 'own.db');
    await runCommand('docker', ['cp', `${container?.Id}:${path}`, own], { env: engine.docker });
    await stack.putFile('keamanan-service', path, readFileSync(await copyOut('foreign.db')));
    await stack.startService('keamanan-service');
    await waitFor('the refusal', async () =>
      /cannot start: schema version 3/.test(await logsOf('keamanan-service')),
    );
    expect(await statusOf('keamanan-service')).not.toContain('(healthy)');
    await stack.stopService('keamanan-service');
    await stack.putFile('keamanan-service', path, readFileSync(own));
    await stack.startService('keamanan-service');
    await stack.waitHealthy(['keamanan-service']);
  });
});

describe('a second stack', () => {
  it('comes up beside the first, under Compose v1, with the names that v1 gives', async () => {
    const older = await startStack({ engine, dir: join(dir, 'older'), project: 'tetangga', compose: 'v1' });
    try {
      const names = (await older.containers()).flatMap(({ Names }) => Names);
      expect(names).toContain('/tetangga_warga-service_1');
      expect(await stack.containers()).toHaveLength(SERVICE_NAMES.length);
    } finally {
      await older.stop();
    }
    expect(await older.containers()).toEqual([]);
    expect(older.hostProcesses.ollama.alive()).toBe(false);
  });
});

describe('the switches', () => {
  it('make a service unhealthy, for us and for Docker, and well again', async () => {
    await stack.control('surat-service', { unhealthy: true });
    await waitFor('the answer 503', async () => (await ask('surat-service')).status === 503);
    await waitFor('Docker to see it', async () => (await statusOf('surat-service')).includes('(unhealthy)'));
    await stack.control('surat-service', { unhealthy: false });
    await stack.waitHealthy(['surat-service']);
  });

  it('make a service slow', async () => {
    await stack.control('keuangan-service', { slowMs: 700 });
    await waitFor('a slow answer', async () => {
      const started = performance.now();
      await ask('keuangan-service');
      return performance.now() - started >= 700;
    });
    await stack.control('keuangan-service', { slowMs: 0 });
  });

  it('take the model provider away while the AI service calls itself healthy', async () => {
    await stack.control('ai-service', { providerDown: true });
    await waitFor('the provider to be down', async () => {
      const { status, provider } = await (await ask('ai-service')).json();
      return status === 'healthy' && provider.status === 'down';
    });
    await stack.control('ai-service', { providerDown: false });
  });

  it('make a service write log lines of every kind', async () => {
    await stack.control('keuangan-service', { noiseLinesPerSecond: 2_000 });
    const wanted = [/\u001b\[31mERROR/, /\rmemproses/, /\ufffd/, /=abcdefg{1}=/, /漢字/];
    await waitFor('all kinds of lines', async () => {
      const logs = await logsOf('keuangan-service');
      return wanted.every((pattern) => pattern.test(logs));
    });
    await stack.control('keuangan-service', { noiseLinesPerSecond: 0 });
  });

  it('make a service crash again and again, and end that while it is down', async () => {
    await stack.control('surat-service', { crashAfterMs: 100 });
    await waitFor('a second crash', async () => {
      const crashes = (await logsOf('surat-service')).match(/surat-service crashed/g) ?? [];
      return crashes.length >= 2;
    });
    await stack.control('surat-service', { crashAfterMs: 0 });
    await stack.waitHealthy(['surat-service']);
  });

  it('start and stop the writer at run time', async () => {
    await stack.control('warga-service', { writerTps: 0 });
    const count = async () => (await stack.exec('warga-service', ['wc', '-l', '/app/ledger/ack.log'])).stdout;
    await waitFor('the writer to rest', async () => {
      const before = await count();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return before === (await count());
    });
    const resting = await count();
    await stack.control('warga-service', { writerTps: 50 });
    await waitFor('the writer to go on', async () => (await count()) !== resting);
  });
});
