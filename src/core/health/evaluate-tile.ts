import type { Status } from '../../shared/domain/status.ts';
import { type ErrorShape, RondaError } from '../../shared/errors.ts';
import type { CheckResult } from './evaluate-health.ts';

export interface TileInput {
  /** Whether there is a live connection to the host. */
  readonly isConnected: boolean;
  /** Set while it is stopped through Ronda. */
  readonly paused: { readonly by: string; readonly reason: string } | null;
  /** Set while a silence holds. */
  readonly silenced: { readonly by: string; readonly reason: string } | null;
  readonly checks: readonly {
    readonly kind: string;
    readonly status: Status;
    readonly message: string;
    readonly cause?: ErrorShape | undefined;
  }[];
  /** What Docker says right now; null for what runs in no container, or when Docker could not be asked. */
  readonly containers: CheckResult | null;
}

export interface TileVerdict {
  readonly status: Status;
  readonly reason: string;
  readonly cause?: ErrorShape;
}

/** From bad to good. What nobody saw stands above "up": a tile is green only when all of it was seen to be. */
const order: readonly Status[] = ['down', 'pending', 'degraded', 'unobserved', 'up'];

/**
 * The status of a tile and the one thing that decides it: the worst of its checks, never better than what Docker says
 * of its containers.
 */
export function evaluateTile({ isConnected, paused, silenced, checks, containers }: TileInput): TileVerdict {
  if (!isConnected) return verdict('unobserved', new RondaError('health.not-observed'));
  if (paused)
    return verdict(
      'paused',
      new RondaError('health.paused', { by: paused.by || '-', reason: paused.reason }),
    );
  if (silenced)
    return verdict(
      'paused',
      new RondaError('health.silenced', { by: silenced.by || '-', reason: silenced.reason }),
    );
  const candidates: TileVerdict[] = checks.map(({ status, message, cause }) => ({
    status,
    reason: message,
    ...(cause ? { cause } : {}),
  }));
  if (containers && containers.outcome !== 'ok') {
    const { outcome, message, cause } = containers;
    // A docker check counts up to its threshold by itself; without one there is nobody else to say "down".
    const failed: Status = checks.some(({ kind }) => kind === 'docker') ? 'pending' : 'down';
    const status = outcome === 'fail' ? failed : 'degraded';
    // First: with equal rank, what Docker says explains more than "connection refused".
    candidates.unshift({ status, reason: message, ...(cause ? { cause } : {}) });
  }
  const [first, ...others] = candidates;
  if (!first) {
    if (containers) return { status: 'up', reason: containers.message };
    return verdict('unobserved', new RondaError('health.nothing-to-check'));
  }
  return others.reduce((worst, one) => (rank(one.status) < rank(worst.status) ? one : worst), first);
}

function rank(status: Status): number {
  const place = order.indexOf(status);
  return place === -1 ? order.length : place;
}

function verdict(status: Status, error: RondaError): TileVerdict {
  return { status, reason: error.message, cause: error.toShape() };
}
