import { memo, useMemo } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { beatSlots } from '../../ui/heartbeat-cells.ts';
import { Sparkline } from '../../ui/sparkline.tsx';

interface TileMetricsProps {
  readonly tile: TileView;
  readonly check: CheckView | null;
}

export const TileMetrics = memo(function TileMetrics({ tile, check }: TileMetricsProps) {
  const t = useText();
  const format = useFormat();
  const latencies = useMemo(() => check?.recent.map((beat) => beat.latencyMs) ?? [], [check]);
  const running = tile.containers.filter((container) => container.state === 'running');
  const cpu = sum(running.map((container) => container.cpuPercent));
  const memory = sum(running.map((container) => container.memoryBytes));
  const limit = sum(running.map((container) => container.memoryLimitBytes));
  return (
    <dl className="flex h-8 items-end gap-4">
      <div
        title={t('services.responseTime')}
        className="grid min-w-0 flex-1 grid-cols-[minmax(3.25rem,auto)_minmax(0,1fr)] items-end gap-x-2"
      >
        <dt className="text-2xs leading-4 text-faint">{t('services.latency')}</dt>
        <dd className="row-start-2 leading-4 font-medium whitespace-nowrap">
          {check?.latencyMs === null || check?.latencyMs === undefined
            ? t('common.none')
            : t('common.heartbeat.latency', { ms: format.number(check.latencyMs) })}
        </dd>
        <dd className="col-start-2 row-span-2 row-start-1 pb-0.5 text-paused">
          <Sparkline values={latencies} slots={beatSlots} className="h-6 w-full" />
        </dd>
      </div>
      {tile.containers.length > 0 && (
        <>
          <Metric
            name={t('overview.replicas')}
            title={t('overview.replicasHelp', { running: running.length, total: tile.containers.length })}
            value={`${running.length}/${tile.containers.length}`}
            alarming={running.length < tile.containers.length}
          />
          <Metric
            name={t('overview.cpu')}
            title={t('overview.cpuHelp')}
            value={cpu === null ? t('common.none') : format.percent(cpu)}
            className="w-12"
          />
          <Metric
            name={t('overview.memory')}
            title={
              memory === null
                ? ''
                : t('overview.memoryHelp', {
                    used: format.bytes(memory),
                    limit: limit === null ? t('overview.noLimit') : format.bytes(limit),
                  })
            }
            value={memory === null ? t('common.none') : format.bytes(memory)}
            className="w-15"
          />
        </>
      )}
    </dl>
  );
});

function Metric(props: {
  readonly name: string;
  readonly value: string;
  readonly title: string;
  readonly alarming?: boolean;
  readonly className?: string;
}) {
  return (
    <div title={props.title} className={classes('text-right whitespace-nowrap', props.className)}>
      <dt className="text-2xs leading-4 text-faint">{props.name}</dt>
      <dd className={classes('leading-4', props.alarming && 'font-medium text-degraded')}>{props.value}</dd>
    </div>
  );
}

/** Null when nothing is known: an unknown is not a zero. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
