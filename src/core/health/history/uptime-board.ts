import type { Uptime } from '../../../shared/domain/health.ts';
import type { ServiceSpec } from '../../../shared/domain/profile.ts';
import type { Remote } from '../../storage/remote.ts';
import type { createHistoryRepository } from './history-repository.ts';
import { uptimeOf } from './observed-time.ts';

export type History = Remote<{ history: ReturnType<typeof createHistoryRepository> }>['history'];

const dayMs = 86_400_000;
const spans = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs } as const;

/** The uptime of a service is that of its worst check, over the time that somebody watched it. */
export async function uptimeOfService(
  history: Pick<History, 'totals'>,
  hostId: string,
  service: Pick<ServiceSpec, 'id' | 'checks'>,
  now: number,
): Promise<Uptime> {
  const uptime: Record<keyof typeof spans, number | null> = { day: null, week: null, month: null };
  for (const check of service.checks) {
    const key = { hostId, serviceId: service.id, checkId: check.id };
    for (const [name, ms] of Object.entries(spans) as [keyof typeof spans, number][]) {
      const share = uptimeOf(await history.totals(key, now - ms, now, check.every));
      if (share !== null) uptime[name] = Math.min(uptime[name] ?? 1, share);
    }
  }
  return uptime;
}
