import { useMemo, useState } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Figure } from './figure.tsx';
import { ResponsePlot } from './response-plot.tsx';
import { passedPercent, responseFigures, responseSeries } from './response-times.ts';

const hourMs = 3600 * 1000;
/** The question moves on in steps, so that it stays the same one between two renders, ms. */
const stepMs = 60_000;

/** The last hour of one check, beat by beat. */
export function BeatResponse({ tile, check }: { readonly tile: TileView; readonly check: CheckView }) {
  const t = useText();
  const format = useFormat();
  const to = Math.ceil((check.lastAt ?? check.since) / stepMs) * stepMs;
  const from = Math.max(0, to - hourMs);
  const history = useQuery('health.history', {
    hostId: tile.hostId,
    serviceId: tile.serviceId,
    checkId: check.id,
    sinceMs: from,
  });
  // The answer to the last question stays on the screen until the next one is there.
  const [kept, setKept] = useState(history.data);
  if (history.data !== null && history.data !== kept) setKept(history.data);
  const beats = useMemo(() => (kept?.beats ?? []).filter((beat) => beat.at >= from), [kept, from]);
  const series = useMemo(() => responseSeries(beats, check.intervalMs), [beats, check.intervalMs]);
  const figures = responseFigures(beats);
  const passed = passedPercent(beats);
  const ms = (value: number): string => t('common.heartbeat.latency', { ms: format.number(value) });
  return (
    <Card className="flex flex-col gap-4">
      {figures && (
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          <Figure name={t('services.figures.median')} value={ms(figures.median)} />
          <Figure name={t('services.figures.p95')} value={ms(figures.p95)} />
          <Figure name={t('services.figures.min')} value={ms(figures.min)} />
          <Figure name={t('services.figures.max')} value={ms(figures.max)} />
          {passed !== null && (
            <Figure name={t('services.figures.uptime')} value={`${format.number(passed, 1)}%`} />
          )}
        </dl>
      )}
      {history.error && <ErrorPanel error={history.error} onRetry={history.reload} />}
      {kept === null && !history.error && <Skeleton className="h-[200px]" />}
      {kept !== null && figures === null && (
        <p className="py-10 text-center text-muted">{t('services.chartEmpty')}</p>
      )}
      {figures && (
        <ResponsePlot
          series={series}
          from={from / 1000}
          to={to / 1000}
          label={t('services.chartLabel', {
            name: tile.name,
            range: t('services.ranges.hour'),
            min: format.number(figures.min),
            median: format.number(figures.median),
            max: format.number(figures.max),
          })}
        />
      )}
    </Card>
  );
}
