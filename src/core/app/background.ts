import type { HealthService } from '../health/health-service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StateClient } from '../storage/state-client.ts';

/** What was delivered, failed or dropped is shown for so long. */
const alertsKeptMs = 30 * 86_400_000;

/** Repeats the work until the signal fires, the first time at once; a failure is logged and does not end it. */
export async function repeat(
  clock: Clock,
  everyMs: number,
  signal: AbortSignal,
  log: Log,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error) => log.error('background work failed', { error }));
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}

/** What is kept of a host's health goes with it; its backups and incidents stay. */
export async function forgetHost(
  repositories: StateClient['repositories'],
  features: readonly { forgetHost(hostId: string): Promise<void> }[],
  hostId: string,
  log: Log,
): Promise<void> {
  try {
    await repositories.checkStates.removeHost(hostId);
    await repositories.heartbeats.removeHost(hostId);
    await repositories.history.removeHost(hostId);
    await repositories.usage.removeHost(hostId);
    await repositories.pausedServices.removeHost(hostId);
    for (const feature of features) await feature.forgetHost(hostId);
  } catch (error) {
    log.error('the rows of a removed host are still there', { hostId, error });
  }
}

/** What the lease holder does once an hour. */
export async function tidy(
  health: HealthService,
  storage: StateClient,
  clock: Clock,
  isHolder: boolean,
): Promise<void> {
  await storage.copyOfDay(new Date(clock.now()).toISOString().slice(0, 10));
  if (!isHolder) return;
  await health.compact();
  await storage.repositories.usage.prune(clock.now());
  await storage.repositories.alerts.pruneAlerts(clock.now() - alertsKeptMs);
}
