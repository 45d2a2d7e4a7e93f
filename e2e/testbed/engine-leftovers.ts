import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runAsRoot } from './as-root.ts';
import { releaseBridges } from './bridge.ts';
import { waitFor } from './wait-for.ts';

const CGROUPS = '/sys/fs/cgroup';

/**
 * Removes all that an engine of this folder left behind, dead or dying: containers, shims, containerd, mounts,
 * bridges, cgroups. Containers outlive a killed dockerd, so their processes are found by the cgroup that is this
 * engine's alone, and its helpers by the folder in their command line. Nothing of any other engine matches.
 */
export async function sweepEngine(dir: string, cgroupParent: string): Promise<void> {
  // Twice over: a shim that dies may just have started something.
  await waitFor(`processes of the engine in ${dir} to end`, async () => {
    const pids = [...(await helpersOf(dir)), ...(await processesIn(cgroupParent))];
    if (pids.length > 0) await killHard(pids);
    return pids.length === 0;
  });
  await unmountBelow(dir);
  await releaseBridges(dir);
  await removeCgroups(cgroupParent);
}

/** dockerd, containerd, the shims and docker-proxy of this engine: all name a path in its folder, but for the last. */
async function helpersOf(dir: string): Promise<number[]> {
  const found: { pid: number; parent: number; ours: boolean }[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      if (/^State:\s*Z/m.test(status)) continue;
      const name = command.split('\0')[0]?.split('/').at(-1) ?? '';
      const isEngine = /^(dockerd|containerd|containerd-shim.*|runc|docker-containerd.*)$/.test(name);
      const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
      found.push({ pid, parent, ours: isEngine && command.includes(`${dir}/`) });
    } catch {
      // It ended while we looked.
    }
  }
  const ours = new Set(found.filter((process) => process.ours).map(({ pid }) => pid));
  // docker-proxy is dockerd's child and dies with it (parent death signal): caught here while dockerd lives.
  return found.filter(({ pid, parent }) => ours.has(pid) || ours.has(parent)).map(({ pid }) => pid);
}

async function killHard(pids: number[]): Promise<void> {
  // kill(1) fails when one of them is gone already, which is what is wanted.
  await runAsRoot('sh', ['-c', 'kill -KILL "$@" 2>/dev/null; true', 'sh', ...pids.map(String)]);
}

async function cgroupFolders(cgroupParent: string): Promise<string[]> {
  const roots = [CGROUPS, ...(await readdir(CGROUPS)).map((name) => join(CGROUPS, name))];
  return roots.map((root) => join(root, cgroupParent)).filter((folder) => existsSync(folder));
}

async function processesIn(cgroupParent: string): Promise<number[]> {
  const pids = new Set<number>();
  for (const folder of await cgroupFolders(cgroupParent)) {
    for (const entry of await readdir(folder, { recursive: true })) {
      if (!entry.endsWith('cgroup.procs')) continue;
      try {
        const text = await readFile(join(folder, entry), 'utf8');
        for (const line of text.split('\n')) if (line !== '') pids.add(Number(line));
      } catch {
        // The group vanished with its container, or is a v2 group in threaded mode.
      }
    }
  }
  return [...pids];
}

async function unmountBelow(dir: string): Promise<void> {
  const mounts = await readFile('/proc/mounts', 'utf8');
  const below = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${dir}/`))
    .sort((a, b) => b.length - a.length);
  for (const path of below) await runAsRoot('umount', ['--lazy', path]);
}

async function removeCgroups(cgroupParent: string): Promise<void> {
  for (const folder of await cgroupFolders(cgroupParent)) {
    // A group stays busy for a moment after its last process was killed.
    await waitFor(`cgroup ${folder} to be removed`, async () => {
      if (existsSync(folder))
        await runAsRoot('find', [folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', '+']);
      return !existsSync(folder);
    });
  }
}
