import type { PlacedServerCopy, ServerCopyStatus } from '../../shared/domain/server-copy.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { isInCrontab } from '../server-task/crontab.ts';
import { readCrontab } from '../server-task/server.ts';
import { readFileOn, sha256 } from '../server-task/server-files.ts';
import type { MadeCopyPlan } from './make-plan.ts';
import { type FoundCopy, readCopies } from './read-copies.ts';

/** It runs each day; an hour more is a slow run or a change of the clock. */
const stalledAfterSeconds = 25 * 3600;

/** How a server's own copies stand, by looking there where there is a connection. */
export async function readCopyStatus(
  hostId: string,
  ports: {
    readonly isOffered: boolean;
    readonly placed: PlacedServerCopy | null;
    readonly connection: HostConnection | null;
    /** What would be placed now; its failure only means that nothing newer is known. */
    readonly plan: () => Promise<MadeCopyPlan>;
    readonly isFetched: (copy: FoundCopy) => boolean;
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Promise<ServerCopyStatus> {
  const { placed, connection, signal } = ports;
  const base: ServerCopyStatus = {
    hostId,
    state: ports.isOffered ? 'absent' : 'not-offered',
    folder: placed?.folder ?? null,
    at: placed?.at ?? null,
    keep: placed?.keep ?? null,
    placedAt: placed?.placedAt ?? null,
    lastRunAt: null,
    lastRunSeconds: null,
    differences: [],
    problems: [],
    copies: [],
  };
  if (!placed) return base;
  if (!connection) return { ...base, state: 'unknown' };
  const report = await readCopies(connection, placed.folder, signal);
  if (!report) return { ...base, state: 'damaged', differences: Object.keys(placed.files) };
  const differences = await compare(connection, placed, signal);
  const { lastRun, serverNow } = report;
  const isStalled = !lastRun || serverNow - lastRun.at > stalledAfterSeconds;
  return {
    ...base,
    state:
      differences.length > 0
        ? 'damaged'
        : isStalled
          ? 'stalled'
          : (await isOutdated(ports.plan))
            ? 'outdated'
            : 'working',
    // By our clock, as every other time that is shown.
    lastRunAt: lastRun ? Math.max(0, ports.now() - (serverNow - lastRun.at) * 1000) : null,
    lastRunSeconds: lastRun?.seconds ?? null,
    differences,
    problems: [...report.problems],
    copies: report.copies.map((copy) => ({
      serviceId: copy.serviceId,
      databaseId: copy.databaseId,
      stamp: copy.stamp,
      takenAt: copy.takenAt,
      bytes: copy.bytes,
      fetched: ports.isFetched(copy),
    })),
  };
}

async function compare(
  connection: HostConnection,
  placed: PlacedServerCopy,
  signal: AbortSignal,
): Promise<string[]> {
  const differences: string[] = [];
  for (const [name, wanted] of Object.entries(placed.files)) {
    const text = await readFileOn(connection, `${placed.folder}/${name}`, signal);
    if (text === null || sha256(text) !== wanted) differences.push(name);
  }
  const { text } = await readCrontab(connection, signal);
  if (!isInCrontab(text ?? '', { task: 'ronda-server-copy', hostId: placed.hostId }))
    differences.push('schedule');
  return differences;
}

async function isOutdated(plan: () => Promise<MadeCopyPlan>): Promise<boolean> {
  try {
    return (await plan()).shown.action !== 'nothing';
  } catch (error) {
    if (error instanceof RondaError) return false;
    throw error;
  }
}
