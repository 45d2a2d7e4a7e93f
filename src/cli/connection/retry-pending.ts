import { setTimeout as sleep } from 'node:timers/promises';
import type { HostView } from '../../shared/domain/host.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import type { TileView } from '../../shared/domain/service.ts';
import { profileOf } from '../resolve/resolve-service.ts';
import type { Session } from '../session.ts';

/** No profile asks for more failures in a row than this before something is down. */
const mostRounds = 20;

/**
 * Checks again what failed but is below its threshold, each time after the pause that its profile sets, until
 * nothing is pending any more. One round alone cannot tell a failure from a hiccup.
 */
export async function retryPending(
  session: Session,
  host: HostView,
  first: readonly TileView[],
): Promise<readonly TileView[]> {
  const profile = await profileOf(session, host);
  let tiles = first;
  for (let round = 0; round < mostRounds; round += 1) {
    const pending = tiles.filter(({ status }) => status === 'pending');
    if (pending.length === 0) break;
    await sleep(Math.max(...pending.map((tile) => pauseOf(profile, tile))), undefined, {
      signal: session.io.signal,
    });
    const again = new Map<string, TileView>();
    for (const { serviceId } of pending) {
      const answer = await session.run('health.check-now', { hostId: host.id, serviceId });
      for (const tile of answer.tiles) again.set(tile.id, tile);
    }
    tiles = tiles.map((tile) => again.get(tile.id) ?? tile);
  }
  return tiles;
}

/** The longest pause, in ms, that one of the failing checks asks for. */
function pauseOf(profile: Profile, tile: TileView): number {
  const failing = new Set(tile.checks.filter(({ status }) => status === 'pending').map(({ id }) => id));
  const specs = profile.services.find(({ id }) => id === tile.serviceId)?.checks ?? [];
  return Math.max(0, ...specs.filter(({ id }) => failing.has(id)).map(({ retryAfter }) => retryAfter));
}
