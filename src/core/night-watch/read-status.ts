import type { NightWatchStatus, PlacedNightWatch } from '../../shared/domain/night-watch.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { isInCrontab } from '../server-task/crontab.ts';
import { readCrontab, runShell } from '../server-task/server.ts';
import { readFileOn, sha256 } from '../server-task/server-files.ts';
import { tellNightWatch } from './lease.ts';
import { type MadePlan, unitName, versionOf } from './make-plan.ts';

/** Cron starts it each minute; a run may take most of one. */
const stalledAfterSeconds = 300;

/** How the night watch of a host stands, by looking at its server where there is a connection. */
export async function readStatus(
  hostId: string,
  ports: {
    readonly isOffered: boolean;
    readonly placed: () => Promise<PlacedNightWatch | null>;
    readonly connection: () => HostConnection | null;
    readonly readScript: () => Promise<string>;
    /** What would be placed now; its failure only means that nothing newer is known. */
    readonly plan: () => Promise<MadePlan>;
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Promise<NightWatchStatus> {
  const placed = await ports.placed();
  const base: NightWatchStatus = {
    hostId,
    state: ports.isOffered ? 'absent' : 'not-offered',
    version: placed?.version ?? null,
    newestVersion: versionOf(await ports.readScript()),
    folder: placed?.folder ?? null,
    scheduler: placed?.scheduler ?? null,
    placedAt: placed?.placedAt ?? null,
    lastRunAt: null,
    lastRunSeconds: null,
    differences: [],
    problem: '',
    told: [],
  };
  if (!placed) return base;
  const connection = ports.connection();
  if (!connection) return { ...base, state: 'unknown' };
  const { signal } = ports;
  const empty = { told: [], muted: [] };
  const report = await tellNightWatch(connection, placed.folder, 'report', empty, 0, signal);
  if (!report) return { ...base, state: 'damaged', differences: Object.keys(placed.files) };
  const differences = await compare(connection, placed, signal);
  const { lastRun, serverNow } = report;
  const isStalled = !lastRun || serverNow - lastRun.at > stalledAfterSeconds;
  const state =
    differences.length > 0
      ? 'damaged'
      : isStalled
        ? 'stalled'
        : (await isOutdated(ports.plan))
          ? 'outdated'
          : 'watching';
  return {
    ...base,
    state,
    // By our clock, as every other time that is shown.
    lastRunAt: lastRun ? Math.max(0, ports.now() - (serverNow - lastRun.at) * 1000) : null,
    lastRunSeconds: lastRun?.seconds ?? null,
    differences,
    problem: report.problem,
    told: report.told.map(({ serviceId }) => serviceId),
  };
}

async function compare(
  connection: HostConnection,
  placed: PlacedNightWatch,
  signal: AbortSignal,
): Promise<string[]> {
  const differences: string[] = [];
  for (const [name, wanted] of Object.entries(placed.files)) {
    const text = await readFileOn(connection, `${placed.folder}/${name}`, signal);
    if (text === null || sha256(text) !== wanted) differences.push(name);
  }
  if (!(await isScheduled(connection, placed, signal))) differences.push('schedule');
  return differences;
}

async function isScheduled(
  connection: HostConnection,
  { scheduler, hostId }: PlacedNightWatch,
  signal: AbortSignal,
): Promise<boolean> {
  if (scheduler === 'cron')
    return isInCrontab((await readCrontab(connection, signal)).text ?? '', {
      task: 'ronda-night-watch',
      hostId,
    });
  const lines = 'systemctl --user is-active "$1.timer" >/dev/null 2>&1';
  return (await runShell(connection, lines, [unitName(hostId)], { signal })).code === 0;
}

async function isOutdated(plan: () => Promise<MadePlan>): Promise<boolean> {
  try {
    return (await plan()).shown.action !== 'nothing';
  } catch (error) {
    // A locked vault, say: what is placed goes on as it is.
    if (error instanceof RondaError) return false;
    throw error;
  }
}
