import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { connectTo } from '../testbed/backup-bed.ts';
import { startEngine } from '../testbed/engine.ts';
import { createRebuildConsole } from '../testbed/rebuild-console.ts';
import { startStack } from '../testbed/stack.ts';
import type { Measurement } from './measurement.ts';
import { connectOverSsh } from './over-ssh.ts';

const rateBitsPerSecond = 20_000_000;
const slowLine = { rateBitsPerSecond, oneWayDelayMs: 25 };
const hostId = 'rt04';
const targetHostId = 'baru';

export const rebuildLine: Measurement = {
  name: 'rebuild',
  unit: 'ms',
  peer: 'the same files as zstd packs them, at the speed of the line (worked out)',
  what: 'the whole sample stack on an empty engine over SSH, 20 Mbit/s, 50 ms, from the confirmed plan until every container is healthy',
  better: 'lower',
  target: 1.5,
  async measure({ signal, say }) {
    const folder = await mkdtemp('/tmp/ronda-bench-reb-');
    const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
    const context = { signal, emit: async () => undefined };
    try {
      const old = await startEngine({ dir: join(folder, 'old') });
      undo.push(() => old.stop({ removeData: true }));
      const fresh = await startEngine({ dir: join(folder, 'new') });
      undo.push(() => fresh.stop({ removeData: true }));
      const stack = await startStack({ engine: old, dir: join(folder, 'stack') });
      const backups = join(folder, 'backups');
      const connections = new Map<string, HostConnection>([[hostId, connectTo(old).connection]]);
      const rebuild = createRebuildConsole(hostId, connections, backups, new Map());
      await rebuild['rebuild.prepare']({ hostId }, context);
      await stack.stop();
      const bytes = await packedBytes(backups);
      const docker = new Docker({ socketPath: fresh.socketPath });
      const bed = { engine: fresh, stack, docker, folder, stop: async () => undefined };
      const { connection } = await connectOverSsh(bed, undo, slowLine);
      connections.set(targetHostId, { ...connection, hostId: targetHostId });
      const { plan } = await rebuild['rebuild.plan']({ hostId, targetHostId }, context);
      const phases: { name: string; at: number }[] = [];
      const from = performance.now();
      const { result } = await rebuild['rebuild.run'](
        { hostId, targetHostId, planId: plan.planId, reason: '' },
        {
          signal,
          emit: async ({ phase }) => {
            if (phases.at(-1)?.name !== phase) phases.push({ name: phase, at: performance.now() - from });
          },
        },
      );
      const value = performance.now() - from;
      const problems = result.containers.filter(({ problem }) => problem !== '');
      if (problems.length > 0) throw new Error(`not healthy: ${problems.map(({ name }) => name).join(', ')}`);
      const peerValue = (bytes * 8 * 1000) / rateBitsPerSecond;
      say(`  ${(bytes / 1e6).toFixed(1)} MB, rebuilt in ${value.toFixed(0)} ms`);
      say(`  ${phases.map(({ name, at }) => `${name} ${at.toFixed(0)}`).join(', ')}`);
      return [{ value, peerValue }];
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
};

/** All that was kept, each file packed by the zstd command where it is not packed already. */
async function packedBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const packed = `${file}.bench.zst`;
    await promisify(execFile)('zstd', ['-q', '-f', file, '-o', packed]);
    bytes += Math.min((await stat(file)).size, (await stat(packed)).size);
    await rm(packed);
  }
  return bytes;
}
