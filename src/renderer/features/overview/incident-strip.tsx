import { ChevronRight } from 'lucide-react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { go, goTo } from '../../app/router.ts';
import { useOpenIncidents } from '../../stores/incidents.ts';
import { IncidentClock } from '../incidents/incident-clock.tsx';
import { SeverityBadge } from '../incidents/severity-badge.tsx';

const shownAtMost = 3;

/** What is on fire stands above everything else, with its clock. */
export function IncidentStrip() {
  const t = useText();
  const incidents = useOpenIncidents();
  if (incidents.length === 0) return null;
  const more = incidents.length - shownAtMost;
  return (
    <section aria-label={t('overview.incidents')}>
      <ul className="overflow-hidden rounded-xl border border-down/40 bg-surface">
        {incidents.slice(0, shownAtMost).map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
        {more > 0 && (
          <li>
            <button
              type="button"
              onClick={() => goTo('incidents')}
              className="w-full px-4 py-1.5 text-left text-xs text-muted hover:bg-line/40 hover:text-ink"
            >
              {t('overview.moreIncidents', { count: more })}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

function IncidentLine({ incident }: { readonly incident: Incident }) {
  const t = useText();
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={() => go({ screen: 'incidents', incidentId: incident.id })}
        className="flex h-10 w-full items-center gap-3 px-3.5 text-left hover:bg-line/40 focus-visible:-outline-offset-2"
      >
        <span className="sr-only">{t('overview.openIncident')}</span>
        <SeverityBadge severity={incident.severity} />
        <span className="font-mono text-xs text-faint">{`#${incident.number}`}</span>
        <span className="min-w-0 flex-1 truncate font-medium">{incident.title}</span>
        <span className="text-xs text-muted">{t(`incidents.step.${incident.step}`)}</span>
        <IncidentClock incident={incident} className="w-56" />
        <ChevronRight aria-hidden className="size-4 text-faint" />
      </button>
    </li>
  );
}
