import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { openConsole, type RondaConsole } from '../../src/core/console.ts';
import { homeFolder } from '../../src/core/platform/home-folder.ts';
import { startEngine } from './engine.ts';
import { writeKnownHosts } from './known-hosts.ts';
import { startSshd } from './sshd.ts';
import { type Stack, startStack } from './stack.ts';
import { profileForStack } from './stack-profile.ts';
import { waitFor } from './wait-for.ts';

const run = promisify(execFile);

export interface ServerCopyBed {
  readonly console: RondaConsole;
  readonly hostId: string;
  readonly stack: Stack;
  /** The home of the user on the server. */
  readonly serverHome: string;
  readonly backupFolder: string;
  crontab(): Promise<string | null>;
  /** As root, on the server. */
  shell(script: string): Promise<string>;
  /** A command with cron's user and environment; what it ends with. */
  asCron(command: string): Promise<number>;
  stop(): Promise<void>;
}

/** A server with sshd, an ordinary user who may use Docker, the sample stack with a writer, and a console. */
export async function startServerCopyBed(): Promise<ServerCopyBed> {
  const dir = await mkdtemp('/tmp/ronda-sc-');
  const undo: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const user = `ronda-t-sc-${process.pid}`;
    const group = `ronda-sc-${process.pid}`;
    const sshd = await startSshd({ dir: join(dir, 'sshd'), user, group });
    undo.push(sshd.stop, () => run('crontab', ['-r', '-u', user]).catch(() => undefined));
    const engine = await startEngine({ dir: join(dir, 'e'), group });
    undo.push(() => engine.stop({ removeData: true }));
    const stack = await startStack({ engine, dir: join(dir, 'logs'), writerTps: 200 });
    undo.push(() => stack.stop());
    const userHome = join(dir, 'person');
    await mkdir(join(userHome, '.ssh'), { recursive: true });
    await writeKnownHosts(join(userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
    await copyFile(sshd.identityFile, join(dir, 'key'));
    const home = homeFolder(join(dir, 'ronda'));
    const console = await openConsole({
      home,
      userHome,
      label: 'server copy test',
      process: 'test',
      version: '0',
      resources: fileURLToPath(new URL('../../resources/', import.meta.url)),
      stateWorker: new URL('../../src/core/storage/state-worker.ts', import.meta.url),
      spawnInspector: createForkSpawner(),
      keyring: null,
      notifier: null,
      desktop: null,
      watches: true,
    });
    undo.push(() => console.close());
    const { dispatcher } = console;
    const { profileId } = await dispatcher.run('profile.import', {
      yaml: await profileForStack({ ports: stack.ports }),
    });
    const { hostId } = await dispatcher.run('hosts.add', {
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
    await dispatcher.run('hosts.test', { hostId });
    await waitFor('the console to hold the schedules', () => console.isLeaseHolder());
    const serverHome = join(dir, 'sshd', 'home');
    return {
      console,
      hostId,
      stack,
      serverHome,
      backupFolder: home.defaultBackupFolder,
      crontab: () =>
        run('crontab', ['-l', '-u', user]).then(
          ({ stdout }) => stdout,
          () => null,
        ),
      shell: async (script) => (await run('sh', ['-c', script])).stdout,
      asCron: (command) =>
        run(
          'setpriv',
          [
            ...[`--reuid=${user}`, `--regid=${user}`, '--init-groups', 'env', '-i'],
            ...[`HOME=${serverHome}`, 'SHELL=/bin/sh', 'PATH=/usr/bin:/bin', '/bin/sh', '-c', command],
          ],
          { cwd: serverHome },
        ).then(
          () => 0,
          (error: { code: number }) => error.code,
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
