import type { ReactNode } from 'react';
import { classes } from './classes.ts';

type Tone = 'neutral' | 'accent' | 'up' | 'degraded' | 'down' | 'paused';

const tones: Record<Tone, string> = {
  neutral: 'bg-line/70 text-muted',
  accent: 'bg-accent-soft text-accent',
  up: 'bg-up/12 text-up',
  degraded: 'bg-degraded/14 text-degraded',
  down: 'bg-down/14 text-down',
  paused: 'bg-paused/12 text-paused',
};

export function Badge({
  tone = 'neutral',
  children,
  className,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-2xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
