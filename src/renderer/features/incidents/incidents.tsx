import { ChartColumn, Plus, ShieldCheck, Siren } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Input } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { FiguresDialog } from './figures-dialog.tsx';
import { IncidentClock } from './incident-clock.tsx';
import { IncidentDetail } from './incident-detail.tsx';
import { SeverityBadge } from './severity-badge.tsx';

const filters = ['open', 'closed', 'all'] as const;
type Filter = (typeof filters)[number];

/** The list at the left, one incident at the right. */
export function Incidents({ incidentId }: { readonly incidentId: string | null }) {
  const t = useText();
  const host = useSelectedHost();
  const incidents = useIncidents();
  const anyOpen = incidents.some((incident) => incident.state === 'open');
  const [choice, setChoice] = useState<Filter | null>(null);
  const filter = choice ?? (anyOpen ? 'open' : 'all');
  const [search, setSearch] = useState('');
  const [figures, setFigures] = useState(false);
  const shown = incidents.filter(
    (incident) => (filter === 'all' || incident.state === filter) && fits(incident, search),
  );
  const current = incidents.find((incident) => incident.id === incidentId) ?? shown[0] ?? null;
  const openOne = (
    <Button
      variant="primary"
      icon={Plus}
      onClick={() => openDialog({ kind: 'open-incident', hostId: host?.id ?? null, serviceId: null })}
    >
      {t('incidents.open')}
    </Button>
  );
  return (
    <Page
      title={t('shell.screens.incidents')}
      mode="fill"
      actions={
        <div className="flex gap-2">
          {incidents.length > 0 && (
            <Button icon={ChartColumn} onClick={() => setFigures(true)}>
              {t('incidents.figures.open')}
            </Button>
          )}
          {openOne}
        </div>
      }
    >
      {figures && <FiguresDialog onClose={() => setFigures(false)} />}
      {incidents.length === 0 ? (
        <EmptyState icon={ShieldCheck} title={t('incidents.none')} body={t('incidents.noneBody')} />
      ) : (
        <div className="grid h-full grid-cols-[16.5rem_minmax(0,1fr)] gap-4">
          <div className="flex min-h-0 flex-col gap-2">
            <fieldset className="flex gap-1">
              <legend className="sr-only">{t('incidents.filter')}</legend>
              {filters.map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={each === filter}
                  onClick={() => setChoice(each)}
                  className={classes(
                    'h-7 rounded-full border px-3 text-xs',
                    each === filter
                      ? 'border-line-strong bg-raised font-medium'
                      : 'border-transparent text-muted hover:text-ink',
                  )}
                >
                  {t(`incidents.filters.${each}`)}
                </button>
              ))}
            </fieldset>
            <Input
              type="search"
              aria-label={t('incidents.find')}
              placeholder={t('incidents.find')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <ul
              aria-label={t('incidents.list')}
              className="-m-0.5 flex min-h-0 flex-col gap-1.5 overflow-y-auto p-0.5"
            >
              {shown.map((incident) => (
                <IncidentCard key={incident.id} incident={incident} selected={incident.id === current?.id} />
              ))}
            </ul>
            {shown.length === 0 && (
              <p className="px-3 py-6 text-center text-muted">
                {t(search.trim() === '' ? 'incidents.none' : 'incidents.notFound')}
              </p>
            )}
          </div>
          {current ? (
            <IncidentDetail key={current.id} incident={current} />
          ) : (
            <EmptyState icon={Siren} title={t('incidents.choose')} />
          )}
        </div>
      )}
    </Page>
  );
}

/** By number (`#12`), severity or words of the title. */
function fits({ number, severity, title }: Incident, search: string): boolean {
  const text = `#${number} ${severity} ${title}`.toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function IncidentCard({ incident, selected }: { readonly incident: Incident; readonly selected: boolean }) {
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
              <span>{t(`incidents.step.${incident.step}`)}</span>
              <IncidentClock incident={incident} className="max-w-40" />
            </>
          ) : (
            <span>{t('incidents.closed')}</span>
          )}
        </span>
      </button>
    </li>
  );
}
