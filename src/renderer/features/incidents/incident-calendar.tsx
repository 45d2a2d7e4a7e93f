import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { type CalendarDay, calendarMonth } from './calendar-month.ts';
import { SeverityBadge } from './severity-badge.tsx';

/** A month of incidents; a day on which somebody's time to respond ran out is red. */
export function IncidentCalendar({ incidents }: { readonly incidents: readonly Incident[] }) {
  const t = useText();
  const language = useLanguage();
  const locale = language === 'id' ? 'id-ID' : 'en-GB';
  const today = new Date();
  const [shown, setShown] = useState({ year: today.getFullYear(), month: today.getMonth() });
  const days = calendarMonth(incidents, shown.year, shown.month);
  const move = (by: number): void => {
    const to = new Date(shown.year, shown.month + by, 1);
    setShown({ year: to.getFullYear(), month: to.getMonth() });
  };
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const title = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  return (
    <div className="flex h-full flex-col gap-2">
      <div className="flex items-center gap-2">
        <IconButton icon={ChevronLeft} label={t('incidents.previousMonth')} onClick={() => move(-1)} />
        <h2 aria-live="polite" className="min-w-44 text-center font-semibold">
          {title.format(new Date(shown.year, shown.month, 1))}
        </h2>
        <IconButton icon={ChevronRight} label={t('incidents.nextMonth')} onClick={() => move(1)} />
        <p className="ml-auto text-xs text-faint">{t('incidents.calendarHelp')}</p>
      </div>
      <div className="grid grid-cols-7 gap-px text-center text-2xs text-faint">
        {days.slice(0, 7).map(({ at }) => (
          <span key={at}>{weekday.format(at)}</span>
        ))}
      </div>
      <ul className="grid min-h-0 flex-1 auto-rows-fr grid-cols-7 gap-1">
        {days.map((day) => (
          <Day key={day.at} day={day} locale={locale} />
        ))}
      </ul>
    </div>
  );
}

const namedAtMost = 3;

function Day({ day, locale }: { readonly day: CalendarDay; readonly locale: string }) {
  const t = useText();
  const { at, isOfMonth, opened, breached } = day;
  const shown = [...new Set([...breached, ...opened])];
  const name = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at);
  return (
    <li
      aria-label={t('incidents.calendarDay', {
        day: name,
        opened: opened.length,
        breached: breached.length,
      })}
      className={classes(
        'flex min-h-0 min-w-0 flex-col gap-0.5 overflow-hidden rounded-lg border p-1.5',
        breached.length > 0
          ? 'border-down/60 bg-down/10'
          : isOfMonth
            ? 'border-line bg-surface'
            : 'border-transparent',
      )}
    >
      <span className="text-2xs text-faint">{new Date(at).getDate()}</span>
      {shown.slice(0, namedAtMost).map((incident) => (
        <button
          key={incident.id}
          type="button"
          title={incident.title}
          onClick={() => go({ screen: 'incidents', incidentId: incident.id })}
          className="flex min-w-0 items-center gap-1 rounded text-left text-2xs hover:text-accent"
        >
          <SeverityBadge severity={incident.severity} />
          <span className="truncate">{incident.title}</span>
        </button>
      ))}
      {shown.length > namedAtMost && (
        <span className="text-2xs text-faint">{`+${shown.length - namedAtMost}`}</span>
      )}
    </li>
  );
}
