import { useState } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HistoryTable } from './history-table.tsx';

const dayMs = 24 * 3600 * 1000;
/** The question moves on in steps, so that it stays the same one between two renders, ms. */
const stepMs = 60_000;

/** The runs of one check over the last day. */
export function CheckHistory({ tile, check }: { readonly tile: TileView; readonly check: CheckView }) {
  const newest = Math.ceil((check.lastAt ?? check.since) / stepMs) * stepMs;
  const history = useQuery('health.history', {
    hostId: tile.hostId,
    serviceId: tile.serviceId,
    checkId: check.id,
    sinceMs: Math.max(0, newest - dayMs),
  });
  const [kept, setKept] = useState(history.data);
  if (history.data !== null && history.data !== kept) setKept(history.data);
  if (history.error) return <ErrorPanel error={history.error} onRetry={history.reload} />;
  return kept && <HistoryTable beats={kept.beats} />;
}
