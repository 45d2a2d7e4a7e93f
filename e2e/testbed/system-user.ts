import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { runCommand } from './processes.ts';
import { waitFor } from './wait-for.ts';

export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
  /** False when the user was there before. */
  created: boolean;
  /** Removes the user and the group, each only if it was made here. The home folder stays. */
  remove(): Promise<void>;
}

export interface SystemUserOptions {
  /** `ronda-admin…` or `ronda-t…`: the testbed never changes an account of the machine's own. */
  name: string;
  /** Supplementary group, such as the one that owns a docker.sock; made if it is not there. */
  group?: string;
  home: string;
  password?: string;
}

/**
 * An ordinary user with /bin/sh, made if it is not there; needs root. One left by a killed run is used again: its
 * home and password are set anew.
 */
export async function ensureSystemUser(options: SystemUserOptions): Promise<SystemUser> {
  const { name, group, home, password } = options;
  if (!/^ronda-(admin|t)[a-z0-9-]{0,16}$/.test(name)) {
    throw new Error(`A testbed user is named ronda-admin… or ronda-t…, not ${name}.`);
  }
  const groupCreated = group !== undefined && (await entryOf('group', group)) === undefined;
  if (groupCreated) await account('groupadd', ['--system', group]);
  const created = (await entryOf('passwd', name)) === undefined;
  // `*` is a password that nothing matches; useradd's own `!` would make sshd call the account locked.
  if (created) {
    await account('useradd', ['-M', '-d', home, '-s', '/bin/sh', '-p', '*', name]);
  } else {
    await account('usermod', ['-d', home, name]);
  }
  if (group !== undefined) await account('usermod', ['-a', '-G', group, name]);
  if (password !== undefined) await setPassword(name, password);
  const [, , uid, gid] = (await entryOf('passwd', name)) ?? [];
  return {
    name,
    uid: Number(uid),
    gid: Number(gid),
    created,
    async remove() {
      if (created && (await entryOf('passwd', name)) !== undefined) await account('userdel', ['-f', name]);
      if (groupCreated && (await entryOf('group', group)) !== undefined) await account('groupdel', [group]);
    },
  };
}

async function entryOf(database: 'passwd' | 'group', name: string): Promise<string[] | undefined> {
  const lines = (await readFile(`/etc/${database}`, 'utf8')).split('\n');
  return lines.find((line) => line.startsWith(`${name}:`))?.split(':');
}

/** Two test files may change /etc/passwd at once; the tools then refuse instead of waiting for the lock. */
async function account(command: string, args: readonly string[]): Promise<void> {
  await waitFor(`${command} ${args.at(-1)}`, async () => runCommand(command, args), { timeoutMs: 5_000 });
}

async function setPassword(name: string, password: string): Promise<void> {
  await waitFor(`the password of ${name}`, () => chpasswd(`${name}:${password}\n`), { timeoutMs: 5_000 });
}

/** Over stdin, so that the password is in no process list. */
function chpasswd(line: string): Promise<true> {
  return new Promise((resolve, reject) => {
    const child = spawn('chpasswd', [], { stdio: ['pipe', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(true) : reject(new Error(`chpasswd: ${complaint}`))));
    child.stdin.end(line);
  });
}
