import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessHolder {
  /** Names this process in leases and jobs; no other process ever has the same. */
  readonly holder: string;
  /**
   * True only when the process that a name belongs to has certainly ended: it ran where we run, and its process id is
   * nobody's. False for anything that cannot be known from here; such a lease lapses by its term.
   */
  isDead(holder: string): boolean;
}

/**
 * Where a process id means one process: this machine, and on Linux this pid namespace. A sandboxed app sees other ids
 * than a command outside of it, and must not take a living window for dead.
 */
function pidScope(): string {
  let namespace = '';
  if (process.platform === 'linux') {
    try {
      namespace = readlinkSync('/proc/self/ns/pid');
    } catch {
      // Without /proc nothing tells namespaces apart: a scope of our own, in which nobody else is judged.
      namespace = randomUUID();
    }
  }
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 12);
}

export function createProcessHolder(): ProcessHolder {
  const scope = pidScope();
  return {
    holder: `${scope}-${process.pid}-${randomUUID()}`,
    isDead(holder) {
      const [, itsScope, pid] = /^([0-9a-f]{12})-([1-9]\d{0,9})-/.exec(holder) ?? [];
      if (itsScope !== scope || pid === undefined) return false;
      try {
        // Signal 0 only asks. Another user's process answers EPERM: it lives.
        process.kill(Number(pid), 0);
        return false;
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'ESRCH';
      }
    },
  };
}
