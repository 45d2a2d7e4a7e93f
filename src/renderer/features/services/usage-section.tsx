import type { TileView, UsagePoint } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-clock.ts';
import { UsagePlot } from './usage-plot.tsx';

type Measure = 'cpu' | 'memory' | 'network' | 'disk';
const measures: readonly Measure[] = ['cpu', 'memory', 'network', 'disk'];
const linesOf: Readonly<Record<Measure, readonly ((point: UsagePoint) => number | null)[]>> = {
  cpu: [({ cpuPercent }) => cpuPercent],
  memory: [({ memoryBytes }) => memoryBytes],
  network: [({ receivedPerSecond }) => receivedPerSecond, ({ sentPerSecond }) => sentPerSecond],
  disk: [({ readPerSecond }) => readPerSecond, ({ writtenPerSecond }) => writtenPerSecond],
};

/** CPU, memory, network and disk of a service's containers: now, and over the last day. */
export function UsageSection({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const minute = useNow(60_000);
  const usage = useQuery('services.usage', { hostId: tile.hostId, serviceId: tile.serviceId }, minute);
  if (tile.runsAs !== 'container') return null;
  const points = usage.data?.points ?? [];
  return (
    <Section title={t('services.usage')}>
      {usage.error && <ErrorPanel error={usage.error} onRetry={usage.reload} />}
      {!usage.data && usage.loading && <Skeleton className="h-36" />}
      {usage.data && points.length === 0 && <p className="text-muted">{t('services.usageNone')}</p>}
      {points.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] gap-3">
          {measures.map((measure) => (
            <MeasureCard key={measure} tile={tile} measure={measure} points={points} />
          ))}
        </div>
      )}
    </Section>
  );
}

function MeasureCard({
  tile,
  measure,
  points,
}: {
  readonly tile: TileView;
  readonly measure: Measure;
  readonly points: readonly UsagePoint[];
}) {
  const t = useText();
  const format = useFormat();
  const text = (value: number): string => (measure === 'cpu' ? format.percent(value) : format.bytes(value));
  const lines = linesOf[measure];
  const newest = points.at(-1);
  const [first = null, second = null] = newest ? lines.map((line) => line(newest)) : [];
  const max = Math.max(0, ...points.flatMap((point) => lines.map((line) => line(point) ?? 0)));
  const now =
    measure === 'network' || measure === 'disk'
      ? first === null && second === null
        ? t('common.none')
        : t(`services.usageNow.${measure}`, { in: text(first ?? 0), out: text(second ?? 0) })
      : first === null
        ? t('common.none')
        : text(first);
  return (
    <Card className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <p className="text-xs text-faint">{t(`services.usagePlots.${measure}`)}</p>
        <p className="text-sm font-medium whitespace-nowrap">{now}</p>
      </div>
      <UsagePlot
        points={points}
        lines={lines}
        text={text}
        label={t('services.usageLabel', {
          what: t(`services.usagePlots.${measure}`),
          name: tile.name,
          max: text(max),
        })}
      />
    </Card>
  );
}
