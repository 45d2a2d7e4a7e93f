import { CalendarDays, ChartColumn, Columns3, List, Plus, ShieldCheck, Siren } from 'lucide-react';
import { useState } from 'react';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { FiguresDialog } from './figures-dialog.tsx';
import { filterIncidents, type IncidentFilter, noFilter } from './filter-incidents.ts';
import { IncidentBoard } from './incident-board.tsx';
import { IncidentCalendar } from './incident-calendar.tsx';
import { IncidentCard } from './incident-card.tsx';
import { IncidentDetail } from './incident-detail.tsx';
import { IncidentFilters } from './incident-filters.tsx';

const views = { list: List, board: Columns3, calendar: CalendarDays } as const;
type View = keyof typeof views;

/** The list at the left and one incident at the right; or all of them by step, or by day. */
export function Incidents({ incidentId }: { readonly incidentId: string | null }) {
  const t = useText();
  const host = useSelectedHost();
  const incidents = useIncidents();
  const [chosen, setChosen] = useState<{ view: View; before: string | null }>({ view: 'list', before: null });
  const [figures, setFigures] = useState(false);
  // One that was chosen on the board or in the calendar is shown in the list.
  const view = chosen.view !== 'list' && incidentId !== chosen.before ? 'list' : chosen.view;
  return (
    <Page
      title={t('shell.screens.incidents')}
      mode="fill"
      actions={
        <div className="flex gap-2">
          {incidents.length > 0 && (
            <fieldset className="flex rounded-md border border-line-strong">
              <legend className="sr-only">{t('incidents.view')}</legend>
              {(Object.keys(views) as View[]).map((each) => {
                const Icon = views[each];
                return (
                  <button
                    key={each}
                    type="button"
                    aria-pressed={each === view}
                    onClick={() => setChosen({ view: each, before: incidentId })}
                    className={classes(
                      'flex h-8 items-center gap-1.5 px-2.5 text-xs first:rounded-l-md last:rounded-r-md',
                      each === view ? 'bg-accent-soft font-medium' : 'text-muted hover:text-ink',
                    )}
                  >
                    <Icon aria-hidden className="size-3.5" />
                    {t(`incidents.views.${each}`)}
                  </button>
                );
              })}
            </fieldset>
          )}
          <Button icon={ChartColumn} onClick={() => setFigures(true)}>
            {t('incidents.figures.open')}
          </Button>
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => openDialog({ kind: 'open-incident', hostId: host?.id ?? null, serviceId: null })}
          >
            {t('incidents.open')}
          </Button>
        </div>
      }
    >
      {figures && <FiguresDialog onClose={() => setFigures(false)} />}
      {incidents.length === 0 ? (
        <EmptyState icon={ShieldCheck} title={t('incidents.none')} body={t('incidents.noneBody')} />
      ) : view === 'board' ? (
        <IncidentBoard incidents={incidents} />
      ) : view === 'calendar' ? (
        <IncidentCalendar incidents={incidents} />
      ) : (
        <IncidentList incidentId={incidentId} />
      )}
    </Page>
  );
}

function IncidentList({ incidentId }: { readonly incidentId: string | null }) {
  const t = useText();
  const incidents = useIncidents();
  const anyOpen = incidents.some((incident) => incident.state === 'open');
  const [state, setState] = useState<IncidentFilter['state'] | null>(null);
  const [rest, setRest] = useState(noFilter);
  const filter = { ...rest, state: state ?? (anyOpen ? 'open' : 'all') };
  const shown = filterIncidents(incidents, filter, Date.now());
  const current = incidents.find((incident) => incident.id === incidentId) ?? shown[0] ?? null;
  return (
    <div className="grid h-full grid-cols-[16.5rem_minmax(0,1fr)] gap-4">
      <div className="flex min-h-0 flex-col gap-2">
        <IncidentFilters
          filter={filter}
          onChange={({ state: chosen, ...change }) => {
            if (chosen) setState(chosen);
            setRest((last) => ({ ...last, ...change }));
          }}
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
            {t(filter.search.trim() === '' ? 'incidents.none' : 'incidents.notFound')}
          </p>
        )}
      </div>
      {current ? (
        <IncidentDetail key={current.id} incident={current} />
      ) : (
        <EmptyState icon={Siren} title={t('incidents.choose')} />
      )}
    </div>
  );
}
