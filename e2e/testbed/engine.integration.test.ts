import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from './engine.ts';
import { engineGet, listContainers } from './engine-api.ts';
import { freePorts } from './free-ports.ts';
import { loadSampleImages } from './image.ts';
import { runCommand } from './processes.ts';

const root = mkdtempSync('/tmp/ronda-engine-');
const engines: Engine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop({ removeData: true });
  rmSync(root, { recursive: true, force: true });
}, 60_000);

async function engineIn(name: string): Promise<Engine> {
  const engine = await startEngine({ dir: join(root, name) });
  engines.push(engine);
  return engine;
}

/** What an engine of this folder still has on the machine: processes, mounts, bridges with its alias. */
function tracesOf({ dir }: Engine): string[] {
  const processes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && existsSync(`/proc/${entry}/cmdline`))
    .map((entry) =>
      execFileSync('sh', ['-c', `cat /proc/${entry}/cmdline 2>/dev/null || true`], { encoding: 'utf8' }),
    )
    .filter((command) => command.includes(`${dir}/`));
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`${dir}/`));
  const links = execFileSync('ip', ['-details', 'link'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`alias ${dir}`));
  return [...processes, ...mounts, ...links];
}

const runSleeper = (engine: Engine, ...more: string[]) =>
  runCommand('docker', ['run', '-d', ...more, 'ronda-sample/gateway:1.0.0', 'sleep', '987'], {
    env: engine.docker,
  });

describe('a private engine', () => {
  it('runs beside another without meeting it, and leaves nothing when it stops', async () => {
    const [one, two] = await Promise.all([engineIn('one'), engineIn('two')]);
    expect(one.apiVersion).toMatch(/^1\.\d+$/);
    expect(one.gateway).not.toBe(two.gateway);
    await loadSampleImages(one.docker);
    await runCommand('docker', ['network', 'create', 'lane'], { env: one.docker });
    await runSleeper(one, '--network', 'lane', '--publish', '127.0.0.1::4000');
    expect(await listContainers(one.socketPath)).toHaveLength(1);
    expect(await listContainers(two.socketPath)).toHaveLength(0);
    await one.stop();
    expect(tracesOf(one)).toEqual([]);
    expect(await engineGet(two.socketPath, '/version')).toHaveProperty('ApiVersion');
  }, 90_000);

  it('cleans up after a run that was killed, containers included, and keeps its images', async () => {
    const crashed = await engineIn('crashed');
    await loadSampleImages(crashed.docker);
    const [port = 0] = await freePorts(1);
    await runSleeper(crashed, '--publish', `127.0.0.1:${port}:4000`);
    const pid = Number(readFileSync(join(crashed.dir, 'docker.pid'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    const again = await engineIn('crashed');
    const sleepers = execFileSync('sh', ['-c', 'ps -eo args | grep -c "^sleep 987" || true'], {
      encoding: 'utf8',
    });
    expect(sleepers.trim()).toBe('0');
    // Fails with EADDRINUSE while a docker-proxy of the killed engine still holds it.
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    const images = await engineGet<unknown[]>(again.socketPath, '/images/json');
    expect(images).toHaveLength(1);
    await again.stop();
    expect(tracesOf(again)).toEqual([]);
  }, 90_000);
});
