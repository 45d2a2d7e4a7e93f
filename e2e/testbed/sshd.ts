import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { knownHostsLine } from './known-hosts.ts';
import { descendantsOf, killAll } from './process-tree.ts';
import { type RunningProcess, startProcess } from './processes.ts';
import { generateKeyPair, readKeyPair, type SshKeyPair, type SshKeyType } from './ssh-keys.ts';
import { type SshdPolicy, sshdConfig } from './sshd-config.ts';
import { ensureSystemUser, type SystemUser } from './system-user.ts';
import { waitFor } from './wait-for.ts';

export interface SshdOptions extends SshdPolicy {
  /** For config, keys, log and home; host keys found in it are used again. Made traversable for the user. */
  dir: string;
  /** Absent: a free one. */
  port?: number;
  /** `root` (default; keys only) or the name of an ordinary user `ronda-…`, made for the time it runs. */
  user?: string;
  /** The user's supplementary group, made if it is not there: the one that owns docker.sock. */
  group?: string;
  /** Sets the password of a `ronda-…` user and, unless `passwordAuth` says otherwise, admits by it. */
  password?: string;
  /** Shown before login. */
  banner?: string;
  hostKeyTypes?: readonly SshKeyType[];
  /** Public keys (`<algorithm> <base64>`, options before it if wanted) admitted beside the two made here. */
  authorizedKeys?: readonly string[];
  /** Makes the encrypted identity too, with this passphrase. */
  identityPassphrase?: string;
}

export interface Sshd {
  host: '127.0.0.1';
  port: number;
  user: string;
  /** The listening process. */
  pid: number;
  /** The present host keys, ed25519 first. */
  readonly hostKeys: readonly SshKeyPair[];
  /** Of the first host key: `SHA256:…`. */
  readonly fingerprint: string;
  /** Of the first host key. */
  readonly knownHostsLine: string;
  readonly knownHostsLines: readonly string[];
  identityFile: string;
  encryptedIdentity?: { file: string; passphrase: string };
  logFile: string;
  /** What sshd logged so far. */
  log(): Promise<string>;
  /** New host keys, as after a reinstallation or with a man in the middle; open connections live on. */
  rotateHostKey(): Promise<void>;
  /** Ends every connection and what runs in it; the listener stays. */
  dropConnections(): Promise<void>;
  /** Ends listener and connections, and removes the user if it was made here. */
  stop(): Promise<void>;
}

const SSHD = '/usr/sbin/sshd';

/** Starts a private sshd on 127.0.0.1; needs root and openssh-server. Rejects with its log when it fails. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const { dir, user = 'root' } = options;
  if (user === 'root' && (options.password ?? options.group) !== undefined) {
    throw new Error('The testbed changes neither the password nor the groups of root.');
  }
  const home = join(dir, 'home');
  await mkdir(home, { recursive: true });
  // Privilege separation's empty folder, which a system's init would have made.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const types = options.hostKeyTypes ?? ['ed25519', 'ecdsa', 'rsa'];
  let hostKeys = await Promise.all(types.map((type) => presentOrNewKey(hostKeyFile(dir, type), type)));
  const identity = await presentOrNewKey(join(dir, 'id_ed25519'), 'ed25519');
  const encrypted =
    options.identityPassphrase === undefined
      ? undefined
      : await generateKeyPair({ file: join(dir, 'id_encrypted'), passphrase: options.identityPassphrase });

  const authorizedKeys = join(dir, 'authorized_keys');
  const admitted = [identity.publicKey, encrypted?.publicKey, ...(options.authorizedKeys ?? [])];
  await writeLines(authorizedKeys, admitted);
  const bannerFile = join(dir, 'banner.txt');
  if (options.banner !== undefined) await writeFile(bannerFile, options.banner);

  const port = options.port ?? (await freePort());
  const configFile = join(dir, 'sshd_config');
  const logFile = join(dir, 'sshd.log');
  const config = sshdConfig(
    {
      port,
      user,
      hostKeys: hostKeys.map((key) => key.file),
      authorizedKeys,
      pidFile: join(dir, 'sshd.pid'),
      // Bash reads ~/.bashrc for every command sshd runs: what the machine's root keeps there (a version manager that
      // takes a lock, say) would slow the tests down, and a killed session would leave that lock behind.
      ...(user === 'root' ? { home } : {}),
      ...(options.banner === undefined ? {} : { bannerFile }),
    },
    { ...options, passwordAuth: options.passwordAuth ?? options.password !== undefined },
  );
  await writeFile(configFile, config);

  const systemUser = user === 'root' ? undefined : await prepareUser(options, user, home);
  let listener: RunningProcess;
  try {
    listener = await startProcess({
      command: SSHD,
      args: ['-D', '-e', '-f', configFile],
      // sshd passes these on to nobody, but a login shell must not see the test's environment by accident.
      env: { PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin' },
      logFile,
      readyWhen: /Server listening on 127\.0\.0\.1/,
      readyTimeoutMs: 15_000,
    });
  } catch (error) {
    await systemUser?.remove();
    throw error;
  }

  const address = { host: '127.0.0.1', port } as const;
  const lines = () => hostKeys.map((key) => knownHostsLine(address, key.publicKey));
  const log = () => readFile(logFile, 'utf8');
  let stopped: Promise<void> | undefined;

  async function dropConnections(): Promise<void> {
    await killAll(await descendantsOf(listener.pid));
  }

  async function stop(): Promise<void> {
    // Connections outlive their listener, and once it is gone nothing tells whose they were. It is frozen
    // meanwhile, so that it cannot accept one more between the listing and its end.
    if (listener.alive()) {
      process.kill(listener.pid, 'SIGSTOP');
      const connections = await descendantsOf(listener.pid);
      process.kill(listener.pid, 'SIGKILL');
      await killAll(connections);
    }
    await listener.stop();
    await systemUser?.remove();
  }

  return {
    ...address,
    user,
    pid: listener.pid,
    get hostKeys() {
      return hostKeys;
    },
    get fingerprint() {
      return first(hostKeys).fingerprint;
    },
    get knownHostsLine() {
      return first(lines());
    },
    get knownHostsLines() {
      return lines();
    },
    identityFile: identity.file,
    ...(encrypted && options.identityPassphrase !== undefined
      ? { encryptedIdentity: { file: encrypted.file, passphrase: options.identityPassphrase } }
      : {}),
    logFile,
    log,
    async rotateHostKey() {
      const rotated = await Promise.all(
        types.map((type) => generateKeyPair({ file: hostKeyFile(dir, type), type })),
      );
      const starts = countStarts(await log());
      // sshd reads its keys at its start only; on SIGHUP it starts itself again under the same process id.
      process.kill(listener.pid, 'SIGHUP');
      await waitFor('sshd to start again', async () => countStarts(await log()) > starts, { everyMs: 20 });
      hostKeys = rotated;
    },
    dropConnections,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

const hostKeyFile = (dir: string, type: SshKeyType) => join(dir, `host_${type}_key`);

const countStarts = (log: string) => log.split('Server listening on 127.0.0.1').length;

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('An sshd needs at least one host key.');
  return item;
}

async function presentOrNewKey(file: string, type: SshKeyType): Promise<SshKeyPair> {
  const present = await stat(file).then(
    () => true,
    () => false,
  );
  return present ? readKeyPair(file, type) : generateKeyPair({ file, type });
}

async function writeLines(file: string, lines: readonly (string | undefined)[]): Promise<void> {
  // Through a fresh file: one left from a run under another umask keeps its old mode.
  await rm(file, { force: true });
  const text = lines.filter((line) => line !== undefined).join('\n');
  await writeFile(file, `${text}\n`, { mode: 0o644 });
}

async function prepareUser(options: SshdOptions, user: string, home: string): Promise<SystemUser> {
  await letOthersThrough(options.dir);
  const systemUser = await ensureSystemUser({
    name: user,
    home,
    ...(options.group === undefined ? {} : { group: options.group }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  await chown(home, systemUser.uid, systemUser.gid);
  return systemUser;
}

/** sshd reads authorized_keys as the user, and the shell enters the home: each folder above needs o+x. */
async function letOthersThrough(dir: string): Promise<void> {
  for (let folder = dir; folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o7777) | 0o011);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
