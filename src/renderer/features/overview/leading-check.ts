import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { statusOrder } from '../../ui/status.tsx';

/**
 * The check whose beats a tile shows: the one in the worst state, and among equals the one that measures a
 * response time, for Docker's own health has none.
 */
export function leadingCheck(tile: TileView): CheckView | null {
  const rank = (check: CheckView): number =>
    statusOrder.indexOf(check.status) * 2 + (check.kind === 'docker' ? 1 : 0);
  return tile.checks.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
