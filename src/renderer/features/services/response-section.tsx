import { useMemo, useState } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { HistoryTable } from './history-table.tsx';
import { ResponsePlot } from './response-plot.tsx';
import { passedPercent, responseFigures, responseSeries } from './response-times.ts';

const hour = 3600 * 1000;
const ranges = { hour, day: 24 * hour, twoDays: 48 * hour };
type Range = keyof typeof ranges;
const rangeNames: readonly Range[] = ['hour', 'day', 'twoDays'];
/** The question moves on in steps, so that it stays the same one between two renders, ms. */
const stepMs = 60_000;

/** Response times and history of one check over up to 48 hours, which is what is kept beat by beat. */
export function ResponseSection({ tile, check }: { readonly tile: TileView; readonly check: CheckView }) {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<Range | null>(null);
  const [oldest, setOldest] = useState<number | null>(null);
  const to = Math.ceil((check.lastAt ?? check.since) / stepMs) * stepMs;
  // A young service has its hour filled; over a day it would be a dash at the edge.
  const range = chosen ?? (oldest !== null && to - oldest < hour ? 'hour' : 'day');
  const from = Math.max(0, to - ranges[range]);
  const history = useQuery('health.history', {
    hostId: tile.hostId,
    serviceId: tile.serviceId,
    checkId: check.id,
    sinceMs: from,
  });
  // The answer to the last question stays on the screen until the next one is there.
  const [kept, setKept] = useState(history.data);
  if (history.data !== null && history.data !== kept) {
    setKept(history.data);
    setOldest(oldest ?? history.data.beats[0]?.at ?? null);
  }
  const beats = useMemo(() => (kept?.beats ?? []).filter((beat) => beat.at >= from), [kept, from]);
  const series = useMemo(() => responseSeries(beats, check.intervalMs), [beats, check.intervalMs]);
  const figures = responseFigures(beats);
  const passed = passedPercent(beats);
  const ms = (value: number): string => t('common.heartbeat.latency', { ms: format.number(value) });
  return (
    <>
      <Section
        title={t('services.responseTime')}
        actions={
          <Select
            aria-label={t('services.range')}
            value={range}
            onChange={(event) => setChosen(event.target.value as Range)}
            className="h-7 w-28 text-xs"
          >
            {rangeNames.map((name) => (
              <option key={name} value={name}>
                {t(`services.ranges.${name}`)}
              </option>
            ))}
          </Select>
        }
      >
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
                range: t(`services.ranges.${range}`),
                min: format.number(figures.min),
                median: format.number(figures.median),
                max: format.number(figures.max),
              })}
            />
          )}
        </Card>
      </Section>
      {kept !== null && <HistoryTable beats={beats} />}
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-2xs text-faint">{name}</dt>
      <dd className="text-lg leading-6 font-semibold">{value}</dd>
    </div>
  );
}
