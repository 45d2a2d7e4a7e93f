import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import { rebuildLabel, unfinishedVolume } from '../../src/core/backup/rebuild/rebuild-marks.ts';
import { helperLabel } from '../../src/core/backup/restore/restore-helper.ts';
import { execInContainer } from '../../src/core/backup/take/exec-stream.ts';
import type { RondaConsole } from '../../src/core/console.ts';
import { RondaError } from '../../src/shared/errors.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { loadSampleImages } from '../testbed/image.ts';
import { runCommand } from '../testbed/processes.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { gather, killProfile, spawnCommand } from './restore-kill-bed.ts';

const image = 'ronda-sample/warga-service:1.0.0';
const passphrase = 'ronda malam tiga pos';
const services = ['warga-service', 'arsip-service'];
const network = 'kill_net';

/** The manual of the other beds, with a second service that has a volume and a folder of the server. */
const profile = killProfile.replace(
  'incidents:',
  `  - id: arsip-service
    name: Arsip
    runsAs: container
    checks: [{ id: docker, kind: docker, every: 1m }]
incidents:`,
);

interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Record<string, string> };
}
const isHelper = ({ Actor }: EngineEvent): boolean => {
  const label = Actor.Attributes[helperLabel];
  return label !== undefined && label !== 'server-files';
};

/** What the engine itself tells says how far a rebuild is. */
export const rebuildPhases = {
  images: ({ Type, Action, Actor }: EngineEvent): boolean =>
    Type === 'volume' && Action === 'create' && Actor.ID === unfinishedVolume,
  files: ({ Type, Action, Actor }: EngineEvent): boolean =>
    Type === 'container' && Action === 'extract-to-dir' && Actor.Attributes[helperLabel] === 'server-files',
  networks: ({ Type, Action }: EngineEvent): boolean => Type === 'network' && Action === 'create',
  volumes: ({ Type, Action, Actor }: EngineEvent): boolean =>
    Type === 'volume' && Action === 'create' && Actor.ID.startsWith('kill_'),
  filling: (event: EngineEvent): boolean =>
    isHelper(event) && event.Action.startsWith('exec_create') && event.Action.includes('.ronda-old-$2'),
  databases: (event: EngineEvent): boolean =>
    isHelper(event) && event.Action.startsWith('exec_create') && event.Action.includes('.ronda-new-$2'),
  made: ({ Type, Action, Actor }: EngineEvent): boolean =>
    Type === 'container' && Action === 'create' && Actor.Attributes[rebuildLabel] !== undefined,
  started: ({ Type, Action, Actor }: EngineEvent): boolean =>
    Type === 'container' && Action === 'start' && Actor.Attributes['com.docker.compose.project'] === 'kill',
};
export type RebuildPhase = keyof typeof rebuildPhases;

export interface KilledRebuild {
  /** What is wrong; empty is as promised. */
  readonly problems: string[];
  /** From the next start to a stack that is whole, ms. */
  readonly rebuiltInMs: number;
  /** What the next plan says the killed one left. */
  readonly leftovers: readonly string[];
}

export interface RebuildKillBed {
  /** Kills `ronda rebuild run` -9 so long after it came to the phase, then rebuilds with the console started anew. */
  kill(phase: RebuildPhase, afterMs: number): Promise<KilledRebuild>;
  stop(): Promise<void>;
}

/** A small stack that is lost (two services, a volume, a folder, a network, files), its backups, an empty engine. */
export async function startRebuildKillBed(): Promise<RebuildKillBed> {
  const folder = mkdtempSync('/tmp/ronda-bk-');
  const home = join(folder, 'home');
  const server = join(folder, 'srv');
  mkdirSync(join(server, 'berkas'), { recursive: true });
  const old = await startEngine({ dir: join(folder, 'o') });
  const engines: Engine[] = [old];
  const stop = async (): Promise<void> => {
    for (const engine of engines) await engine.stop({ removeData: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await loadSampleImages(old.docker);
    const lost = new Docker({ socketPath: old.socketPath });
    const files = writeServer(server);
    await startServices(lost, server);
    const promised = await contentOf(lost);
    const target = await startEngine({ dir: join(folder, 'n') });
    engines.push(target);
    const pair = await prepare(home, old, target);
    await old.stop({ removeData: true });
    engines.shift();
    const docker = new Docker({ socketPath: target.socketPath });
    for (const name of readdirSync(server)) rmSync(join(server, name), { recursive: true });

    return {
      stop,
      async kill(phase, afterMs) {
        const problems: string[] = [];
        // A failed rebuild keeps them, and so do the other phases: loading them is most of its time.
        if (phase === 'images') await removeImages(docker);
        const reached = await watchFor(docker, rebuildPhases[phase]);
        const words = ['--host', 'RT 04', 'rebuild', 'run', 'Baru', '--yes', '--vault-passphrase-fd', '3'];
        const child = spawnCommand(home, words, {}, passphrase);
        const output = gather(child);
        const exited = once(child, 'exit');
        await Promise.race([reached.promise, exited]);
        await delay(afterMs);
        child.kill('SIGKILL');
        const [code] = await exited;
        reached.stop();
        if (code !== null) problems.push(`the rebuild ended with ${code} before the kill: ${output()}`);
        const started = performance.now();
        const console = await openHeadlessConsole({ home, label: 'the next start' });
        try {
          const newest = console.state
            .list('jobs')
            .filter(({ kind }) => kind === 'rebuild')
            .sort((a, b) => b.startedAt - a.startedAt)[0];
          if (newest?.state !== 'interrupted')
            problems.push(`the killed rebuild is called ${newest?.state ?? 'nothing'}`);
          await console.dispatcher.run('vault.unlock', { passphrase });
          await console.dispatcher.run('hosts.test', { hostId: pair.targetHostId });
          if (phase !== 'started') problems.push(...(await running(docker)));
          const leftovers = await rebuild(console, docker, pair, problems);
          problems.push(...(await findProblems(docker, promised, files, server)));
          return {
            problems,
            leftovers,
            rebuiltInMs: Math.round(performance.now() - started),
          };
        } finally {
          await console.close();
          await emptyEngine(docker);
          await emptyServer(docker, server, target);
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function writeServer(server: string): Map<string, string> {
  const files = new Map([
    [join(server, 'compose.yaml'), `# ${'k'.repeat(200_000)}\nservices: {}\n`],
    [join(server, '.env'), 'TOKEN=rahasia-malam\n'],
  ]);
  for (const [path, text] of files) writeFileSync(path, text);
  writeFileSync(join(server, 'berkas', 'surat.txt'), 'surat pengantar\n'.repeat(5000));
  return files;
}

async function startServices(docker: Docker, server: string): Promise<void> {
  await docker.createNetwork({ Name: network, Labels: { 'com.docker.compose.project': 'kill' } });
  for (const service of services) {
    const binds =
      service === 'warga-service' ? ['kill_warga-data:/app/data'] : [`${server}/berkas:/app/data`];
    const container = await docker.createContainer({
      name: `kill-${service}-1`,
      Image: image,
      Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
      Labels: {
        'com.docker.compose.service': service,
        'com.docker.compose.project': 'kill',
        'com.docker.compose.project.working_dir': server,
        'com.docker.compose.project.config_files': join(server, 'compose.yaml'),
      },
      Healthcheck: { Test: ['CMD-SHELL', '[ -s /app/data/isi ]'], Interval: 3e8, Timeout: 2e9, Retries: 3 },
      HostConfig: { Binds: binds, NetworkMode: network, RestartPolicy: { Name: 'unless-stopped' } },
      User: '0',
    });
    await container.start();
    await run(docker, service, 'head -c 3000000 /dev/urandom > /app/data/isi');
  }
  const fill = `const d=new (require('better-sqlite3'))('/app/data/warga.db');d.pragma('journal_mode = WAL');
    d.exec('CREATE TABLE warga (nama TEXT)');const i=d.prepare('INSERT INTO warga VALUES (?)');
    d.transaction(()=>{for(let n=0;n<20000;n++)i.run('warga '+n+' '+'x'.repeat(100))})();d.close()`;
  await run(docker, 'warga-service', `node -e "${fill}"`);
}

async function run(docker: Docker, service: string, script: string): Promise<string> {
  const { signal } = new AbortController();
  const running = await execInContainer(docker, `kill-${service}-1`, { argv: ['sh', '-c', script] }, signal);
  let output = '';
  for await (const chunk of running.stdout) output += chunk.toString();
  const code = await running.exitCode();
  if (code !== 0) throw new Error(`${service}: ${code} ${running.stderr()}`);
  return output.trim();
}

/** Rows, files and folder as the services see them. */
async function contentOf(docker: Docker): Promise<Record<string, string>> {
  const digest = `const d=new (require('better-sqlite3'))('/app/data/warga.db');const h=require('crypto').createHash('sha256');
    let n=0;for(const r of d.prepare('SELECT rowid, nama FROM warga ORDER BY rowid').iterate()){h.update(JSON.stringify(r));n++}
    console.log(d.pragma('integrity_check',{simple:true}),n,h.digest('hex'))`;
  return {
    rows: await run(docker, 'warga-service', `node -e "${digest}"`),
    warga: await run(
      docker,
      'warga-service',
      'sha256sum /app/data/isi; ls -A /app/data | grep -v "^warga.db-" ',
    ),
    arsip: await run(docker, 'arsip-service', 'sha256sum /app/data/*; ls -A /app/data'),
  };
}

async function prepare(
  home: string,
  old: Engine,
  target: Engine,
): Promise<{ hostId: string; targetHostId: string }> {
  const console = await openHeadlessConsole({ home, label: 'testbed' });
  try {
    const { profileId } = await console.dispatcher.run('profile.import', { yaml: profile });
    const add = async (name: string, { socketPath }: Engine): Promise<string> => {
      const kind = 'local' as const;
      const host = { name, target: { kind, socketPath }, profileId, connect: false };
      return (await console.dispatcher.run('hosts.add', host)).hostId;
    };
    const hostId = await add('RT 04', old);
    const targetHostId = await add('Baru', target);
    await console.dispatcher.run('vault.create', { passphrase });
    await console.dispatcher.run('hosts.test', { hostId });
    // A folder of the server is the server's own until somebody archives it.
    const { sources } = await console.dispatcher.run('archive.sources', { hostId });
    const source = sources.find(({ kind }) => kind === 'bind');
    if (!source) throw new Error('no folder is found');
    const { serviceId, sourceId } = source;
    await console.dispatcher.run('archive.take', { hostId, serviceId, sourceId });
    const { kit } = await console.dispatcher.run('rebuild.prepare', { hostId });
    if (kit.gaps.length > 0) throw new Error(`not prepared: ${JSON.stringify(kit.gaps)}`);
    return { hostId, targetHostId };
  } finally {
    await console.close();
  }
}

/** Hears the engine from now on, until it tells of what is waited for. */
async function watchFor(
  docker: Docker,
  isIt: (event: EngineEvent) => boolean,
): Promise<{ promise: Promise<void>; stop(): void }> {
  const life = new AbortController();
  const stream = await docker.getEvents({ abortSignal: life.signal });
  let rest = '';
  const promise = new Promise<void>((resolve) => {
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (lines.some((line) => line !== '' && isIt(JSON.parse(line)))) resolve();
    });
  });
  return { promise, stop: () => life.abort() };
}

/** What of the stack runs although nobody has said that it is whole. */
async function running(docker: Docker): Promise<string[]> {
  const filters = { label: ['com.docker.compose.project=kill'] };
  return (await docker.listContainers({ filters })).map(({ Names }) => `half of it runs: ${Names.join()}`);
}

/** @returns what the plan says that the killed one left; nothing when that one had started the last container */
async function rebuild(
  console: RondaConsole,
  docker: Docker,
  pair: { hostId: string; targetHostId: string },
  problems: string[],
): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      const { plan } = await console.dispatcher.run('rebuild.plan', pair);
      if (!plan.leftovers.includes(unfinishedVolume))
        problems.push('the plan tells of no interrupted rebuild');
      const { result } = await console.dispatcher.run('rebuild.run', { ...pair, planId: plan.planId });
      const bad = result.containers.filter(({ problem }) => problem !== '');
      if (result.containers.length !== services.length || bad.length + result.failing.length > 0)
        problems.push(`not well: ${JSON.stringify(result)}`);
      return plan.leftovers;
    } catch (error) {
      const code = error instanceof RondaError ? error.code : '';
      // What the engine was still at when the process died ends a moment later: the person looks at the new plan.
      if (code === 'rebuild.plan-outdated' && attempt < 2) continue;
      // All had been started: there is nothing to begin again, and what is there is looked at like any other.
      if (code === 'rebuild.not-empty' && !(await volumeNames(docker)).includes(unfinishedVolume)) return [];
      problems.push(String(error));
      return [];
    }
  }
}

async function volumeNames(docker: Docker): Promise<string[]> {
  return (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
}

async function findProblems(
  docker: Docker,
  promised: Readonly<Record<string, string>>,
  files: ReadonlyMap<string, string>,
  server: string,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [what, content] of Object.entries(await contentOf(docker)))
    if (content !== promised[what]) problems.push(`${what} is ${content}, not ${promised[what]}`);
  for (const [path, text] of files)
    if (readFileSync(path, 'utf8') !== text) problems.push(`${path} has another content`);
  const beside = readdirSync(server).filter((name) => name.includes('ronda'));
  if (beside.length > 0) problems.push(`left beside the files: ${beside.join(' ')}`);
  const names = (await volumeNames(docker)).filter((name) => !name.startsWith('kill_'));
  if (names.length > 0) problems.push(`volumes are left: ${names.join(' ')}`);
  try {
    await waitFor(
      'the helpers to be gone',
      async () => {
        const filters = { label: [helperLabel] };
        return (await docker.listContainers({ all: true, filters })).length === 0;
      },
      { timeoutMs: 10_000 },
    );
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems;
}

async function emptyEngine(docker: Docker): Promise<void> {
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Name, Id } of await docker.listNetworks())
    if (Name === network) await docker.getNetwork(Id).remove();
  for (const name of await volumeNames(docker)) await docker.getVolume(name).remove();
}

/** The folder of the server as a new one has it: not there. What containers wrote belongs to root. */
async function emptyServer(docker: Docker, server: string, target: Engine): Promise<void> {
  if ((await docker.listImages()).length === 0) await loadSampleImages(target.docker);
  const words = ['run', '--rm', '--user', '0', '--volume', `${server}:/x`, image, 'sh', '-c'];
  await runCommand('docker', [...words, 'rm -rf /x/* /x/.env'], { env: target.docker });
}

async function removeImages(docker: Docker): Promise<void> {
  for (const { Id } of await docker.listImages()) await docker.getImage(Id).remove({ force: true });
}
