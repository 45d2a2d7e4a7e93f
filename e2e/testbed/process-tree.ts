import { readdir, readFile } from 'node:fs/promises';
import { waitFor } from './wait-for.ts';

/**
 * Every process below `pid`, children before grandchildren, read from /proc. Needed where process groups do not
 * help: sshd gives each connection a session of its own.
 */
export async function descendantsOf(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = await parentOf(Number(entry));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (let level = children.get(pid) ?? []; level.length > 0; ) {
    found.push(...level);
    level = level.flatMap((child) => children.get(child) ?? []);
  }
  return found;
}

/** Kills these with SIGKILL and resolves when none is left. */
export async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) kill(pid);
  await waitFor('killed processes to be gone', async () => {
    const running = await Promise.all(pids.map(isRunning));
    return !running.includes(true);
  });
}

/** False for a zombie too: it runs nothing and holds nothing, though signals still reach it. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await parentOf(pid)) !== undefined;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The parent of a live process; `undefined` when it is gone or a zombie that waits to be reaped. */
async function parentOf(pid: number): Promise<number | undefined> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended between the listing and the reading.
    return undefined;
  }
  // The name in parentheses may itself hold spaces and parentheses: proc(5).
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' ? undefined : Number(parent);
}
