import type { TileView } from '../../shared/domain/service.ts';
import type { TrackedCheck } from './tracked-check.ts';

/** A gateway that fails asks a question about all behind it: they are looked at now and not at their next turn. */
export function lookBehind(gatewayId: string, checks: readonly TrackedCheck[], now: number): void {
  for (const check of checks) {
    if (check.service.id === gatewayId || check.service.runsAs !== 'container') continue;
    if (check.nextAt !== null && !check.running) check.nextAt = Math.min(check.nextAt, now);
  }
}

/**
 * Whether every service in a container but the gateway answered after `since`, the first sign that the gateway fails.
 * What was stopped on purpose says nothing; what was not looked at since then is not claimed.
 */
export function answersBehind(gatewayId: string, tiles: readonly TileView[], since: number): boolean {
  const behind = tiles.filter(
    ({ serviceId, runsAs, status, checks }) =>
      serviceId !== gatewayId && runsAs === 'container' && status !== 'paused' && checks.length > 0,
  );
  return (
    behind.length > 0 &&
    behind.every(
      ({ status, checks }) =>
        (status === 'up' || status === 'degraded') &&
        checks.some(({ kind, lastAt, status: seen }) => {
          const isLate = lastAt !== null && lastAt >= since;
          return kind !== 'docker' && isLate && (seen === 'up' || seen === 'degraded');
        }),
    )
  );
}
