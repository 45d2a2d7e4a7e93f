import { useMemo, useState } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { uptimeText } from '../../ui/uptime-text.ts';
import { Figure } from './figure.tsx';
import { ResponsePlot } from './response-plot.tsx';
import { trendSeries } from './response-times.ts';

/** A longer range asks again this often, ms. */
const stepMs = 300_000;

/** One check over a day or more: its median and slow end, its uptime, and how much of that somebody saw. */
export function TrendResponse({
  tile,
  check,
  range,
}: {
  readonly tile: TileView;
  readonly check: CheckView;
  readonly range: 'day' | 'week' | 'month';
}) {
  const t = useText();
  const format = useFormat();
  const trend = useQuery(
    'health.trend',
    { hostId: tile.hostId, serviceId: tile.serviceId, checkId: check.id, range },
    Math.floor((check.lastAt ?? check.since) / stepMs),
  );
  // The answer to the last question stays on the screen until the next one is there.
  const [kept, setKept] = useState(trend.data);
  if (trend.data !== null && trend.data !== kept) setKept(trend.data);
  const series = useMemo(() => kept && trendSeries(kept.points, kept.bucketMs, kept.from), [kept]);
  const ms = (value: number | null): string =>
    value === null ? t('common.none') : t('common.heartbeat.latency', { ms: format.number(value) });
  const percent = (share: number | null): string => uptimeText(share, format) ?? t('common.none');
  return (
    <Card className="flex flex-col gap-4">
      {kept && (
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          <Figure name={t('services.figures.median')} value={ms(kept.p50)} />
          <Figure name={t('services.figures.p95')} value={ms(kept.p95)} />
          <Figure name={t('services.figures.uptimeRange')} value={percent(kept.uptime)} />
          <Figure name={t('services.figures.observed')} value={format.percent(kept.observed * 100)} />
        </dl>
      )}
      {trend.error && <ErrorPanel error={trend.error} onRetry={trend.reload} />}
      {!kept && !trend.error && <Skeleton className="h-[200px]" />}
      {kept && series && kept.points.length === 0 && (
        <p className="py-10 text-center text-muted">{t('services.chartEmpty')}</p>
      )}
      {kept && series && kept.points.length > 0 && (
        <ResponsePlot
          series={series}
          from={kept.from / 1000}
          to={kept.to / 1000}
          label={t('services.trendLabel', {
            name: tile.name,
            range: t(`services.ranges.${range}`),
            median: ms(kept.p50),
            p95: ms(kept.p95),
            uptime: percent(kept.uptime),
          })}
        />
      )}
      <p className="text-2xs text-faint">{t('services.trendHelp')}</p>
    </Card>
  );
}
