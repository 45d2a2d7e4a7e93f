import { memo } from 'react';
import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';

const width = 96;
const height = 22;

/**
 * Response times, newest at the right end. A gap (no answer) breaks the line instead of drawing a zero that never
 * was. The scale begins at zero, so that a steady service looks steady; the time axis has a fixed number of places,
 * so that two beats are not stretched to look like a long history.
 */
export const Sparkline = memo(function Sparkline({
  values,
  slots,
  className,
}: {
  readonly values: readonly (number | null)[];
  /** How many beats the whole width stands for. */
  readonly slots: number;
  readonly className?: string;
}) {
  const t = useText();
  const known = values.filter((value): value is number => value !== null);
  const newest = known.at(-1);
  if (newest === undefined) return <div aria-hidden className={classes('h-[22px]', className)} />;
  const { line, area, end } = drawRuns(values.slice(-slots), slots);
  return (
    <svg
      role="img"
      aria-label={t('common.sparkline', { ms: Math.round(newest) })}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={classes('h-[22px] overflow-visible', className)}
    >
      {/* The whole axis is drawn: without it a young line would seem to be cut off. */}
      <path d={`M0 ${height}H${width}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
      <path d={area} fill="currentColor" className="opacity-12" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={end}
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});

function drawRuns(values: readonly (number | null)[], slots: number) {
  const top = Math.max(1, ...values.filter((value) => value !== null)) * 1.15;
  const runs: [x: number, y: number][][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else {
      const x = width * (1 - (values.length - 1 - index) / Math.max(1, slots - 1));
      runs.at(-1)?.push([x, height - 1.5 - (value / top) * (height - 3)]);
    }
  }
  let line = '';
  let area = '';
  let end = '';
  for (const run of runs) {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) continue;
    const points = run.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
    // The short strokes make dots: of a run of one, which has no length to be drawn, and of the newest value.
    line += `M${points}h-0.01`;
    end = `M${run
      .at(-1)
      ?.map((at) => at.toFixed(1))
      .join(' ')}h-0.01`;
    area += `M${points}L${last[0].toFixed(1)} ${height}L${first[0].toFixed(1)} ${height}Z`;
  }
  return { line, area, end };
}
