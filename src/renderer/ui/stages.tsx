import { Check } from 'lucide-react';
import { classes } from './classes.ts';

/** The stages of a wizard in one line, with the current one marked. */
export function Stages({
  label,
  stages,
  current,
}: {
  readonly label: string;
  readonly stages: readonly string[];
  readonly current: number;
}) {
  return (
    <ol aria-label={label} className="flex items-center gap-2">
      {stages.map((stage, index) => {
        const done = index < current;
        return (
          <li
            key={stage}
            aria-current={index === current ? 'step' : undefined}
            className={classes(
              'flex items-center gap-2 text-xs not-last:after:h-px not-last:after:w-8 not-last:after:bg-line-strong',
              index === current ? 'font-semibold text-ink' : 'text-faint',
            )}
          >
            <span
              className={classes(
                'flex size-5 items-center justify-center rounded-full border text-2xs',
                index === current
                  ? 'border-accent bg-accent text-on-accent'
                  : done
                    ? 'border-up text-up'
                    : 'border-line-strong',
              )}
            >
              {done ? <Check aria-hidden className="size-3" /> : index + 1}
            </span>
            {stage}
          </li>
        );
      })}
    </ol>
  );
}
