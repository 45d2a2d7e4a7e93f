import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while holding the lock `name` in `folder`, so that two set-ups at once do a slow step one after the
 * other. `mkdir` is the atomic part; a lock whose process is gone is taken over.
 *
 * @template T
 * @param {string} folder
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, name, work) {
  await mkdir(folder, { recursive: true });
  const lock = path.join(folder, `${name}.lock`);
  while (!(await tryTake(lock))) await sleep(200);
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function tryTake(lock) {
  try {
    await mkdir(lock);
    await writeFile(path.join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = await holderOf(lock);
  if (holder !== undefined && !isAlive(holder)) await setAside(lock, holder);
  return false;
}

/** The holder's process id; undefined in the instant between the lock's `mkdir` and its pid file. */
async function holderOf(lock) {
  try {
    const pid = Number(await readFile(path.join(lock, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a dead holder's lock; when another waiter was faster, the lock that is in place now is put back. */
async function setAside(lock, deadHolder) {
  const aside = `${lock}.${process.pid}.dead`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if ((await holderOf(aside)) !== deadHolder) await rename(aside, lock);
  else await rm(aside, { recursive: true, force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
