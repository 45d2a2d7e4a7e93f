import type { Incident } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { classes } from '../../ui/classes.ts';
import { TimeAgo } from '../../ui/time.tsx';
import { IncidentClock } from './incident-clock.tsx';
import { SeverityBadge } from './severity-badge.tsx';

/** One incident in a list or on the board; choosing it opens it. */
export function IncidentCard({
  incident,
  selected,
  onBoard = false,
}: {
  readonly incident: Incident;
  readonly selected: boolean;
  /** The column says the step already. */
  readonly onBoard?: boolean;
}) {
  const t = useText();
  return (
    <li>
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        onClick={() => go({ screen: 'incidents', incidentId: incident.id })}
        className={classes(
          'flex w-full flex-col gap-1.5 rounded-lg border px-3 py-2.5 text-left',
          selected ? 'border-accent/70 bg-surface' : 'border-line bg-surface/60 hover:border-line-strong',
        )}
      >
        <span className="flex items-center gap-2">
          <SeverityBadge severity={incident.severity} />
          <span className="font-mono text-xs text-faint">{`#${incident.number}`}</span>
          <TimeAgo at={incident.openedAt} className="ml-auto text-xs text-faint" />
        </span>
        <span className="line-clamp-2 font-medium break-words">{incident.title}</span>
        <span className="flex items-center justify-between gap-2 text-xs text-muted">
          {incident.state === 'open' ? (
            <>
              {!onBoard && <span>{t(`incidents.step.${incident.step}`)}</span>}
              <IncidentClock incident={incident} className={onBoard ? 'min-w-0 flex-1' : 'max-w-40'} />
            </>
          ) : (
            <span>{t('incidents.closed')}</span>
          )}
        </span>
      </button>
    </li>
  );
}
