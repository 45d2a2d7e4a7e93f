import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { useLanguage, useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { useThemeName } from '../../ui/use-theme-name.ts';
import type { ResponseSeries } from './response-times.ts';

const height = 200;
/** Over a longer range the axis names days, s. */
const longDay = 30 * 3600;

interface ResponsePlotProps {
  readonly series: ResponseSeries;
  readonly label: string;
  /** The whole range asked for, in seconds, so that an empty beginning is seen as empty. */
  readonly from: number;
  readonly to: number;
}

/** Response times over time. A canvas takes its colours from the theme's variables, so it is drawn anew with each. */
export function ResponsePlot({ series, label, from, to }: ResponsePlotProps) {
  const t = useText();
  const language = useLanguage();
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeName();
  const [pointed, setPointed] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` says that the colours are other ones now.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colour = (name: string): string =>
      getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--faint'),
      grid: { stroke: colour('--chart-grid'), width: 1 },
      ticks: { show: false },
      font: '11px "Inter Variable", sans-serif',
    };
    const locale = language === 'id' ? 'id-ID' : 'en-GB';
    const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height,
        padding: [8, 20, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { setScale: false }, points: { size: 7 } },
        scales: {
          x: { range: [from, to] },
          y: { range: (_plot, _min, max) => [0, Math.max(10, (max ?? 0) * 1.12)] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            values: (_plot, splits) =>
              splits.map((at) => (to - from > longDay ? days : clock).format(at * 1000)),
          },
          {
            ...axis,
            size: 58,
            values: (_plot, splits) =>
              splits.map((ms) => t('common.heartbeat.latency', { ms: format.number(ms) })),
          },
        ],
        series: [
          {},
          { stroke: colour('--paused'), width: 1.5, spanGaps: false, points: { show: false } },
          { stroke: colour('--degraded'), width: 1, dash: [4, 3], spanGaps: false, points: { show: false } },
          {
            stroke: colour('--down'),
            width: 0,
            paths: () => null,
            points: { show: true, size: 5, fill: colour('--down') },
          },
        ],
        hooks: {
          drawClear: [
            (drawn) => {
              const { ctx, bbox } = drawn;
              ctx.fillStyle = colour('--chart-grid');
              for (const [start, stop] of series.unseen) {
                const left = Math.max(bbox.left, drawn.valToPos(start, 'x', true));
                const right = Math.min(bbox.left + bbox.width, drawn.valToPos(stop, 'x', true));
                if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
              }
            },
          ],
          setCursor: [
            ({ cursor, data }) => {
              const at = cursor.idx === null || cursor.idx === undefined ? undefined : data[0][cursor.idx];
              if (at === undefined || cursor.idx === null || cursor.idx === undefined)
                return setPointed(null);
              const ms = data[1]?.[cursor.idx];
              const p95 = data[2]?.[cursor.idx];
              const median =
                ms === null || ms === undefined
                  ? t('common.heartbeat.noLatency')
                  : t('common.heartbeat.latency', { ms: format.number(ms) });
              const told =
                p95 === null || p95 === undefined
                  ? median
                  : `${median} · p95 ${t('common.heartbeat.latency', { ms: format.number(p95) })}`;
              setPointed(`${format.dateTime(at * 1000)} · ${told}`);
            },
          ],
        },
      },
      [series.times, series.latencies, series.slow ?? series.times.map(() => null), series.troubles],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
      setPointed(null);
    };
  }, [series, from, to, theme, language, format, t]);

  return (
    <div className="relative">
      <div ref={place} role="img" aria-label={label} className="h-[200px] overflow-hidden" />
      {pointed && (
        <p aria-hidden className="pointer-events-none absolute -top-5 right-0 text-xs text-muted">
          {pointed}
        </p>
      )}
    </div>
  );
}
