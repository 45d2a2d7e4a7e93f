import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { openConsole, type RondaConsole } from '../../src/core/console.ts';
import { homeFolder } from '../../src/core/platform/home-folder.ts';
import { startEngine } from './engine.ts';
import { freePorts } from './free-ports.ts';
import { writeKnownHosts } from './known-hosts.ts';
import { startTelegramStandIn, type TelegramStandIn } from './night-watch-telegram.ts';
import { runCrontab } from './run-crontab.ts';
import { startSshd } from './sshd.ts';
import { waitFor } from './wait-for.ts';

const run = promisify(execFile);
/** Of this process: two runs on one machine must not take each other's user away. */
export const user = `ronda-t-night-${process.pid}`;
const group = `ronda-night-${process.pid}`;
const vaultPassphrase = 'ronda malam 04';
export const botToken = '7000000001:AAtest-token_for_the_night_watch-only_';

export interface NightWatchBed {
  readonly dir: string;
  readonly telegram: TelegramStandIn;
  /** The home of the user on the server. */
  readonly serverHome: string;
  readonly ports: { readonly web: number; readonly tcp: number };
  /** A console of this home, with its window's duties: it watches and alerts. */
  open(): Promise<{ console: RondaConsole; hostId: string }>;
  /** The service behind a port comes or goes. */
  web(isUp: boolean, status?: number): Promise<void>;
  container(isUp: boolean): Promise<void>;
  crontab(): Promise<string>;
  setCrontab(text: string): Promise<void>;
  /** Runs the lines of the crontab that are due each minute, with cron's user, shell and environment. */
  minute(): Promise<void>;
  /** A real cron daemon that knows this machine's own jobs not; ends with what is returned. */
  cron(): Promise<() => Promise<void>>;
  /** As root, on the server. */
  shell(script: string): Promise<string>;
  stop(): Promise<void>;
}

/** A server with sshd, an ordinary user with a real crontab, an engine, services to break, and Telegram's stand-in. */
export async function startNightWatchBed(
  profile: (ports: { web: number; tcp: number }) => string,
): Promise<NightWatchBed> {
  const dir = await mkdtemp(join(tmpdir(), 'night-watch-'));
  const cleanups: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const sshd = await startSshd({ dir: join(dir, 'sshd'), user, group });
    cleanups.push(sshd.stop, () => run('crontab', ['-r', '-u', user]).catch(() => undefined));
    // After sshd, which makes the group.
    const engine = await startEngine({ dir: `/tmp/night-watch-${process.pid}`, group });
    cleanups.push(() => engine.stop({ removeData: true }));
    const telegram = await startTelegramStandIn();
    cleanups.push(telegram.close);
    const [web = 0, tcp = 0] = await freePorts(2);
    const docker = new Docker({ socketPath: engine.socketPath });
    const container = await startContainer(docker);
    const serverHome = join(dir, 'sshd', 'home');
    const shell = async (script: string): Promise<string> => (await run('sh', ['-c', script])).stdout;
    let server: Server | null = null;
    cleanups.push(async () => void server?.close());
    const home = join(dir, 'ronda');
    const userHome = join(dir, 'person');
    await mkdir(join(userHome, '.ssh'), { recursive: true });
    await writeKnownHosts(join(userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
    await copyFile(sshd.identityFile, join(dir, 'key'));
    let open: RondaConsole | null = null;
    cleanups.push(async () => open?.close());

    async function openRonda(): Promise<{ console: RondaConsole; hostId: string }> {
      open = await openConsole({
        home: homeFolder(home),
        userHome,
        label: 'night watch test',
        process: 'test',
        version: '0',
        resources: fileURLToPath(new URL('../../resources/', import.meta.url)),
        stateWorker: new URL('../../src/core/storage/state-worker.ts', import.meta.url),
        spawnInspector: createForkSpawner(),
        keyring: null,
        notifier: null,
        desktop: null,
        watches: true,
        telegramApi: telegram.base,
      });
      const console = open;
      const { dispatcher, state } = console;
      let host = state.list('hosts')[0];
      if (host) await dispatcher.run('vault.unlock', { passphrase: vaultPassphrase });
      else {
        await dispatcher.run('app.update-settings', { language: 'en' });
        await dispatcher.run('vault.create', { passphrase: vaultPassphrase });
        const { profileId } = await dispatcher.run('profile.import', { yaml: profile({ web, tcp }) });
        await dispatcher.run('alerts.set-secret', { secret: 'telegram-token', value: botToken });
        await dispatcher.run('alerts.configure', {
          telegram: { enabled: true, chatId: '-1001', topicId: 7 },
          remindEveryMinutes: { P1: 0, P2: 0, P3: 0, P4: 0 },
        });
        await dispatcher.run('hosts.add', {
          name: 'Server RT 04',
          profileId,
          target: {
            kind: 'ssh',
            address: sshd.host,
            port: sshd.port,
            user: sshd.user,
            auth: { method: 'key', file: join(dir, 'key') },
            dockerSocket: engine.socketPath,
          },
        });
        host = state.list('hosts')[0];
      }
      const hostId = host?.id ?? '';
      await dispatcher.run('hosts.test', { hostId });
      await waitFor('the console to hold the schedules', () => console.isLeaseHolder());
      return { console, hostId };
    }

    return {
      dir,
      telegram,
      serverHome,
      ports: { web, tcp },
      open: openRonda,
      async web(isUp, status = 200) {
        if (server) {
          const old = server;
          server = null;
          old.closeAllConnections();
          await once(old.close(), 'close');
        }
        if (!isUp) return;
        server = createServer((_request, response) => {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end('{"status":"healthy","provider":{"status":"up"}}');
        }).listen(web, '127.0.0.1');
        await once(server, 'listening');
      },
      container: async (isUp) => void (await (isUp ? container.start() : container.stop({ t: 0 }))),
      crontab: async () => (await run('crontab', ['-l', '-u', user])).stdout,
      async setCrontab(text) {
        const child = spawn('crontab', ['-u', user, '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
        child.stdin.end(text);
        await once(child, 'close');
      },
      minute: () => runCrontab(user, serverHome),
      async cron() {
        // In a mount namespace of its own: a daemon that is started for a test must not run the machine's jobs.
        const lines = 'mount --bind /dev/null /etc/crontab; mount -t tmpfs none /etc/cron.d; exec cron -f';
        const daemon = spawn('unshare', ['--mount', 'sh', '-c', lines], { stdio: 'ignore' });
        const ended = once(daemon, 'exit');
        return async () => {
          daemon.kill('SIGTERM');
          await ended;
        };
      },
      shell,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startContainer(docker: Docker): Promise<Docker.Container> {
  const image = pack();
  image.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile('/bin/busybox'));
  image.entry({ name: 'bin/sleep', type: 'symlink', linkname: 'busybox' });
  image.finalize();
  await buffer(await docker.importImage(Readable.from(image), { repo: 'ronda-night', tag: '1' }));
  const container = await docker.createContainer({
    name: 'prisma_surat_1',
    Image: 'ronda-night:1',
    Cmd: ['/bin/sleep', '1000'],
    Labels: { 'com.docker.compose.service': 'surat', 'com.docker.compose.project': 'prisma' },
    HostConfig: { NetworkMode: 'none' },
  });
  await container.start();
  return container;
}

/** A small profile of its own: an HTTP, a Docker and a TCP service; `name` of the first may be anything. */
export function nightProfile(ports: { web: number; tcp: number }, name = 'Residents'): string {
  return JSON.stringify({
    schema: 1,
    id: 'night',
    name: 'Night',
    compose: { project: 'prisma' },
    services: [
      {
        id: 'warga',
        name,
        runsAs: 'process',
        main: true,
        checks: [
          {
            id: 'health',
            kind: 'http',
            url: `http://127.0.0.1:${ports.web}/health?a=1&b='$(id)'`,
            every: '3s',
            retryAfter: '1s',
            timeout: '3s',
            json: [{ path: 'provider.status', equals: 'up' }],
          },
        ],
      },
      {
        id: 'surat',
        name: { id: 'Surat', en: 'Letters' },
        runsAs: 'container',
        checks: [{ id: 'docker', kind: 'docker', every: '3s', retryAfter: '1s', timeout: '5s' }],
      },
    ],
    incidents: {
      severities: Object.fromEntries(
        ['P1', 'P2', 'P3', 'P4'].map((severity) => [
          severity,
          { meaning: severity, respondWithin: '1h', example: severity },
        ]),
      ),
      suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
      procedure: ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'].map((step) => ({
        step,
        text: step,
      })),
    },
  });
}
