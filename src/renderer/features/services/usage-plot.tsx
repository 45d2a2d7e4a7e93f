import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { UsagePoint } from '../../../shared/domain/service.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useThemeName } from '../../ui/use-theme-name.ts';

const height = 96;
/** Two missed samples are a gap, s. */
const gapSeconds = 150;
const daySeconds = 24 * 3600;

interface UsagePlotProps {
  readonly points: readonly UsagePoint[];
  /** One line each; the second is drawn in another colour. */
  readonly lines: readonly ((point: UsagePoint) => number | null)[];
  readonly text: (value: number) => string;
  readonly label: string;
}

/** A day of one measure. */
export function UsagePlot({ points, lines, text, label }: UsagePlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeName();
  const language = useLanguage();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` says that the colours are other ones now; `text` follows the language.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colour = (name: string): string =>
      getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--faint'),
      grid: { stroke: colour('--chart-grid'), width: 1 },
      ticks: { show: false },
      font: '10px "Inter Variable", sans-serif',
    };
    const clock = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { timeStyle: 'short' });
    const times: number[] = [];
    const columns: (number | null)[][] = lines.map(() => []);
    for (const point of points) {
      const at = point.at / 1000;
      const last = times.at(-1);
      if (last !== undefined && at - last > gapSeconds) {
        times.push(last + 60);
        for (const column of columns) column.push(null);
      }
      times.push(at);
      for (const [index, line] of lines.entries()) columns[index]?.push(line(point));
    }
    const to = times.at(-1) ?? 0;
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height,
        padding: [6, 12, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { range: [to - daySeconds, to] },
          y: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.15)] },
        },
        axes: [
          {
            ...axis,
            size: 20,
            space: 90,
            values: (_plot, splits) => splits.map((at) => clock.format(at * 1000)),
          },
          { ...axis, size: 56, space: 32, values: (_plot, splits) => splits.map(text) },
        ],
        series: [
          {},
          ...columns.map((_column, index) => ({
            stroke: colour(index === 0 ? '--paused' : '--accent'),
            width: 1.25,
            spanGaps: false,
            points: { show: false },
          })),
        ],
      },
      [times, ...columns],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [points, lines, theme, language]);

  return <div ref={place} role="img" aria-label={label} className="h-24 overflow-hidden" />;
}
