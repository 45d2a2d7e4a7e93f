import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import Docker from 'dockerode';
import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import { helperLabel } from '../../src/core/backup/restore/restore-helper.ts';
import { RestoreStep } from '../../src/core/backup/restore/restore-journal.ts';
import type { RondaConsole } from '../../src/core/console.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { loadSampleImages } from '../testbed/image.ts';
import { waitFor } from '../testbed/wait-for.ts';

const command = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const key = { serviceId: 'warga-service', databaseId: 'warga' };
const rows = 20_000;

/** One service whose health is that its database is there: what is killed here is the restore, not the service. */
export const killProfile = `
schema: 1
id: kill
name: Kill
compose: {}
services:
  - id: warga-service
    name: Warga
    runsAs: container
    checks: [{ id: docker, kind: docker, every: 1m }]
    databases: [{ id: warga, engine: sqlite, path: /app/data/warga.db, volume: warga-data }]
incidents:
  severities:
    P1: { meaning: x, respondWithin: 1h, example: x }
    P2: { meaning: x, respondWithin: 1h, example: x }
    P3: { meaning: x, respondWithin: 1h, example: x }
    P4: { meaning: x, respondWithin: 1h, example: x }
  suggest: { allDown: P1, main: P2, other: P3 }
  procedure:
${['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'].map((step) => `    - { step: ${step}, text: x }`).join('\n')}
`;

export interface KilledRestore {
  /** The last step that the killed process had recorded; null when it died before the first. */
  readonly diedAfter: RestoreStep | null;
  readonly content: 'old' | 'new';
  /** From the next start to a database that is whole and a service that runs, ms. */
  readonly recoveredInMs: number;
  /** What is wrong; empty is as promised. */
  readonly problems: string[];
}

export interface RestoreKillBed {
  /**
   * Restores in a `ronda` process of its own, kills it -9 so long after it recorded the step, and starts the console
   * again at once, as whoever saw it die would: the leases of the dead process still stand then.
   * @param next how Ronda is started again: the console that stays open, or one short command that connects and ends
   */
  kill(step: RestoreStep, afterMs: number, next?: 'console' | 'command'): Promise<KilledRestore>;
  stop(): Promise<void>;
}

/** A private engine with one small service on a folder that can be looked into, and a home with a backup of it. */
export async function startRestoreKillBed(): Promise<RestoreKillBed> {
  const folder = mkdtempSync('/tmp/ronda-rk-');
  const data = join(folder, 'data');
  const home = join(folder, 'home');
  const stateFile = join(home, 'ronda.db');
  mkdirSync(data);
  const engine = await startEngine({ dir: join(folder, 'e') });
  const stop = async (): Promise<void> => {
    await engine.stop({ removeData: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await loadSampleImages(engine.docker);
    const docker = new Docker({ socketPath: engine.socketPath });
    writeDatabase(data, 'new');
    const service = await startService(docker, data);
    const backupId = await takeBackup(home, engine);

    return {
      stop,
      async kill(step, afterMs, next = 'console') {
        writeDatabase(data, 'old');
        await waitFor('the service to be healthy', async () => {
          const { State } = await service.inspect();
          return State.Running && State.Health?.Status === 'healthy';
        });
        const before = newestStep(stateFile)?.restoreId;
        const child = spawnCommand(home, ['restore', backupId, '--yes']);
        const output = gather(child);
        const exited = once(child, 'exit');
        const passed = RestoreStep.options.indexOf(step);
        await waitForStep(child, () => {
          const newest = newestStep(stateFile);
          return (
            !!newest && newest.restoreId !== before && RestoreStep.options.indexOf(newest.step) >= passed
          );
        });
        await delay(afterMs);
        child.kill('SIGKILL');
        await exited;
        const last = newestStep(stateFile);
        const diedAfter = last && last.restoreId !== before ? last.step : null;

        const started = performance.now();
        if (next === 'command') await runCommand(home, ['check']);
        const isLeftOver = next === 'command' && newestStep(stateFile)?.step !== 'ended';
        const console = await openHeadlessConsole({ home, label: 'the next start' });
        try {
          const hostId = console.state.list('hosts')[0]?.id ?? '';
          await console.dispatcher.run('hosts.test', { hostId });
          const problems = await findProblems(docker, service, data, stateFile, console);
          if (isLeftOver) problems.push('the command ended before the restore was undone or finished');
          if (diedAfter === null) problems.push(`the restore never began: ${output()}`);
          const content = contentOf(data);
          if (content.problem) problems.push(content.problem);
          const isSwapped = ['swapped', 'starting', 'healthy', 'ended'].includes(diedAfter ?? '');
          if (isSwapped && content.kind !== 'new') problems.push('what was swapped in did not stay');
          const recoveredInMs = Math.round(performance.now() - started);
          return { diedAfter, content: content.kind, recoveredInMs, problems };
        } finally {
          await console.close();
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startService(docker: Docker, data: string): Promise<Docker.Container> {
  const container = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': key.serviceId, 'com.docker.compose.project': 'kill' },
    Healthcheck: {
      Test: ['CMD-SHELL', '[ -s /app/data/warga.db ]'],
      Interval: 3e8,
      Timeout: 2e9,
      Retries: 3,
    },
    HostConfig: { Binds: [`${data}:/app/data`], RestartPolicy: { Name: 'unless-stopped' } },
    User: '0',
  });
  await container.start();
  return container;
}

async function takeBackup(home: string, engine: Engine): Promise<string> {
  const console = await openHeadlessConsole({ home, label: 'testbed' });
  try {
    const { profileId } = await console.dispatcher.run('profile.import', { yaml: killProfile });
    const { hostId } = await console.dispatcher.run('hosts.add', {
      name: 'RT 04',
      target: { kind: 'local', socketPath: engine.socketPath },
      profileId,
      connect: false,
    });
    await console.dispatcher.run('hosts.test', { hostId });
    const { backup } = await console.dispatcher.run('backup.create', { hostId, ...key });
    return backup.id;
  } finally {
    await console.close();
  }
}

/** Starts `ronda` with these words on this home. A secret stands behind file descriptor 3. */
export function spawnCommand(
  home: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  secret: string | null = null,
): ChildProcess {
  const child = spawn(process.execPath, [command, ...words, '--home', home], {
    env: { PATH: process.env.PATH, HOME: home, ELECTRON_RUN_AS_NODE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(secret === null ? [] : (['pipe'] as const))],
  });
  const pipe = child.stdio[3];
  if (secret !== null && pipe && 'end' in pipe) pipe.end(`${secret}\n`);
  return child;
}

/** To its end; what it answers is not what is asked here. */
async function runCommand(home: string, words: readonly string[]): Promise<void> {
  const child = spawnCommand(home, words);
  gather(child);
  await once(child, 'exit');
}

/** Everything the process wrote, for the case that it did not do what it should. */
export function gather(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return () => text.slice(-2000);
}

/** Until the step is recorded, or the process has ended by itself. */
async function waitForStep(child: ChildProcess, isReached: () => boolean): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !isReached()) await delay(2);
}

function newestStep(stateFile: string): { restoreId: string; step: RestoreStep } | null {
  const db = new Database(stateFile, { readonly: true, timeout: 3000 });
  try {
    const row = db
      .prepare<[], { restoreId: string; step: string }>(
        'SELECT restore_id AS restoreId, step FROM restore_step ORDER BY at DESC, seq DESC LIMIT 1',
      )
      .get();
    return row ? { restoreId: row.restoreId, step: RestoreStep.parse(row.step) } : null;
  } finally {
    db.close();
  }
}

async function findProblems(
  docker: Docker,
  service: Docker.Container,
  data: string,
  stateFile: string,
  console: RondaConsole,
): Promise<string[]> {
  const problems: string[] = [];
  const within = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
    try {
      await waitFor(what, async () => holds(), { timeoutMs: 60_000, everyMs: 100 });
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  };
  await within('the restore to be finished or undone', () => newestStep(stateFile)?.step === 'ended');
  await within('the service to run', async () => (await service.inspect()).State.Running);
  await within('the helpers to be gone', async () => {
    const filters = { label: [helperLabel] };
    return (await docker.listContainers({ all: true, filters })).length === 0;
  });
  await within('the job to be called interrupted', () =>
    console.state.list('jobs').every(({ state }) => state !== 'running'),
  );
  const left = readdirSync(data).filter((name) => name.includes('ronda'));
  if (left.length > 0) problems.push(`left behind in the volume: ${left.join(' ')}`);
  return problems;
}

function writeDatabase(data: string, content: 'old' | 'new'): void {
  const db = new Database(join(data, 'warga.db'), { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE IF NOT EXISTS t (a TEXT)');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  db.transaction(() => {
    db.exec('DELETE FROM t');
    for (let row = 0; row < rows; row++) insert.run(`${content} ${row} ${'x'.repeat(100)}`);
  })();
  db.close();
}

/** Whose rows stand there; a mixture, damage or too few rows is a problem. */
function contentOf(data: string): { kind: 'old' | 'new'; problem: string } {
  const db = new Database(join(data, 'warga.db'));
  try {
    const check = String(db.pragma('integrity_check', { simple: true }));
    const kinds = db
      .prepare<[], { kind: string; count: number }>(
        "SELECT substr(a, 1, instr(a, ' ') - 1) AS kind, count(*) AS count FROM t GROUP BY 1",
      )
      .all();
    const whole = check === 'ok' && kinds.length === 1 && kinds[0]?.count === rows;
    const kind = kinds[0]?.kind === 'new' ? 'new' : 'old';
    return { kind, problem: whole ? '' : `the database is ${check} and holds ${JSON.stringify(kinds)}` };
  } finally {
    db.close();
  }
}
