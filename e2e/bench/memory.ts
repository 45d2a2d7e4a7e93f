import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf } from '../testbed/process-tree.ts';
import { withWindow } from './launch-window.ts';
import { interleave, type Measurement } from './measurement.ts';

const runs = 5;
const settleMs = 5000;

export const memory: Measurement = {
  name: 'memory',
  unit: 'MB',
  peer: 'bare Electron window',
  what: 'proportional memory (PSS) of all its processes, 5 s after it answers, on an empty home (first-run screen)',
  better: 'lower',
  target: 1.3,
  async measure({ signal, say }) {
    if (process.platform !== 'linux') throw new Error('PSS is read from /proc, which only Linux has');
    const idle = (kind: 'console' | 'bare') =>
      withWindow(kind, signal, async ({ pid }) => {
        await sleep(settleMs, undefined, { signal });
        const tree = [pid, ...(await descendantsOf(pid))];
        const parts = await Promise.all(tree.map(proportionalMegabytes));
        const sum = parts.reduce((total, part) => total + part, 0);
        say(`  ${kind}: ${sum.toFixed(0)} MB in ${tree.length} processes`);
        return sum;
      });
    return interleave(
      runs,
      () => idle('console'),
      () => idle('bare'),
    );
  },
};

/** A page shared by n processes counts 1/n in each, so the sum over a tree counts it once. MB are 10^6 bytes. */
export async function proportionalMegabytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no Pss line`);
  return (Number(kibibytes) * 1024) / 1e6;
}
