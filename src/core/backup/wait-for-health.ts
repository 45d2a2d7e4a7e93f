import type Docker from 'dockerode';
import type { Clock } from '../platform/clock.ts';
import { plainDetail } from '../platform/plain-detail.ts';

const leastMs = 60_000;
const pollMs = 500;
/** Without a health check in the image, running for so long without a restart is all there is to see. */
const settledMs = 5000;
/** So often a service may fall over while it starts; a restart policy would go on for ever. */
const allowedRestarts = 2;

type Info = Docker.ContainerInspectInfo;

/** How long Docker itself may take to call a container healthy or not, ms. */
export function healthSpanMs(info: Pick<Info, 'Config'>): number {
  const check = info.Config.Healthcheck;
  if (!check?.Test || check.Test[0] === 'NONE') return 0;
  const ms = (nanoseconds: number | undefined, fallback: number): number =>
    nanoseconds ? nanoseconds / 1e6 : fallback;
  // The defaults are Docker's: interval and timeout 30 s, three retries, no start period.
  const round = ms(check.Interval, 30_000) + ms(check.Timeout, 30_000);
  return ms(check.StartPeriod, 0) + round * ((check.Retries || 3) + 1);
}

/** What one look at a container says: whether it is well, and if it can no longer become so, why. */
export function judgeContainer(
  info: Info,
  restartsBefore: number,
  runningForMs: number,
): { well: boolean; problem: string | null } {
  const name = info.Name.replace(/^\//, '');
  // The engine counts anew when a container is started by hand.
  const restarts =
    info.RestartCount >= restartsBefore ? info.RestartCount - restartsBefore : info.RestartCount;
  if (restarts > allowedRestarts) return { well: false, problem: `${name} keeps restarting` };
  if (!info.State.Running && !info.State.Restarting) {
    return { well: false, problem: `${name} ended with exit code ${info.State.ExitCode}` };
  }
  const health = info.State.Health?.Status;
  if (health === 'unhealthy') {
    const last = info.State.Health?.Log?.at(-1)?.Output;
    return { well: false, problem: `${name} is unhealthy${last ? `: ${plainDetail(last)}` : ''}` };
  }
  if (health === 'healthy') return { well: true, problem: null };
  if (health === 'starting') return { well: false, problem: null };
  return { well: info.State.Running && !info.State.Restarting && runningForMs >= settledMs, problem: null };
}

/**
 * Waits until every container is well and the service's own check agrees.
 * @returns an empty string, or why it is not so
 */
export async function waitForHealth(
  deps: { readonly docker: Docker; readonly clock: Clock },
  containers: readonly { readonly id: string; readonly restartsBefore: number }[],
  checkService: (() => Promise<boolean>) | null,
  signal: AbortSignal,
): Promise<string> {
  const { docker, clock } = deps;
  const from = clock.now();
  let limit = leastMs;
  let waitingFor = 'the service';
  while (clock.now() - from < limit) {
    signal.throwIfAborted();
    let allWell = true;
    for (const { id, restartsBefore } of containers) {
      const info = await docker.getContainer(id).inspect({ abortSignal: signal });
      limit = Math.max(limit, healthSpanMs(info));
      const { well, problem } = judgeContainer(info, restartsBefore, clock.now() - from);
      if (problem !== null) return problem;
      if (!well) {
        allWell = false;
        waitingFor = info.Name.replace(/^\//, '');
      }
    }
    if (allWell) {
      if (checkService === null || (await checkService())) return '';
      waitingFor = 'the health check of the service';
    }
    await clock.sleep(pollMs, signal);
  }
  return `${waitingFor} was not healthy within ${Math.round(limit / 1000)} s`;
}
