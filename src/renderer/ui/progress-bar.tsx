import { Progress } from 'radix-ui';
import { classes } from './classes.ts';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null: nobody knows how much is left. */
  readonly value: number | null;
  readonly className?: string;
  readonly tone?: 'accent' | 'down' | 'up';
}

const tones = { accent: 'bg-accent', down: 'bg-down', up: 'bg-up' };

export function ProgressBar({ label, value, className, tone = 'accent' }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(Math.max(0, Math.min(1, value)) * 100);
  return (
    <Progress.Root
      aria-label={label}
      value={percent}
      max={100}
      className={classes('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <Progress.Indicator
        className={classes(
          'h-full rounded-full transition-[width] duration-300',
          tones[tone],
          percent === null && 'breathe w-full opacity-60',
        )}
        style={percent === null ? {} : { width: `${percent}%` }}
      />
    </Progress.Root>
  );
}
