import { memo } from 'react';
import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';

const width = 96;
const height = 22;

/**
 * Response times, oldest left. A gap (no answer) breaks the line instead of drawing a zero that never was. The
 * scale begins at zero, so that a steady service looks steady.
 */
export const Sparkline = memo(function Sparkline({
  values,
  className,
}: {
  readonly values: readonly (number | null)[];
  readonly className?: string;
}) {
  const t = useText();
  const known = values.filter((value): value is number => value !== null);
  const newest = known.at(-1);
  if (newest === undefined) return <div aria-hidden className={classes('h-[22px]', className)} />;
  const top = Math.max(...known, 1) * 1.15;
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const lines: string[] = [];
  let current = '';
  for (const [index, value] of values.entries()) {
    if (value === null) {
      if (current) lines.push(current);
      current = '';
      continue;
    }
    const x = (index * step).toFixed(1);
    const y = (height - 1.5 - (value / top) * (height - 3)).toFixed(1);
    current += `${current === '' ? 'M' : 'L'}${x} ${y}`;
  }
  if (current) lines.push(current);
  return (
    <svg
      role="img"
      aria-label={t('common.sparkline', { ms: Math.round(newest) })}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={classes('h-[22px] overflow-visible', className)}
    >
      <path
        d={lines.join('')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});
