import { AlarmClockCheck, AlarmClockOff, Timer } from 'lucide-react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useClockText } from '../../ui/use-clock.ts';

/** Time against the response target: running, met, or missed. */
export function IncidentClock({
  incident,
  className,
}: {
  readonly incident: Incident;
  readonly className?: string;
}) {
  const t = useText();
  const format = useFormat();
  const { openedAt, respondBy, acknowledgedAt, closedAt } = incident;
  const stoppedAt = acknowledgedAt ?? closedAt;
  const span = Math.max(1, respondBy - openedAt);
  const text = useClockText((now) => {
    if (stoppedAt !== null)
      return t('incidents.clock.responded', { time: format.duration(stoppedAt - openedAt) });
    return now > respondBy
      ? t('incidents.clock.overdue', { time: format.duration(now - respondBy) })
      : t('incidents.clock.left', { time: format.duration(respondBy - now) });
  });
  const percent = Number(
    useClockText((now) => String(Math.min(100, Math.round((((stoppedAt ?? now) - openedAt) / span) * 100)))),
  );
  const late = incident.breached || percent >= 100;
  const Icon = late ? AlarmClockOff : stoppedAt === null ? Timer : AlarmClockCheck;
  return (
    <span className={classes('flex flex-col gap-1', className)}>
      <span
        className={classes(
          'flex min-w-0 items-center gap-1.5 text-xs font-medium whitespace-nowrap',
          late ? 'text-down' : stoppedAt === null ? 'text-ink' : 'text-up',
        )}
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{text}</span>
      </span>
      {incident.state === 'open' && (
        <ProgressBar
          label={text}
          value={percent / 100}
          tone={late ? 'down' : stoppedAt === null ? 'accent' : 'up'}
          className="h-1"
        />
      )}
    </span>
  );
}
