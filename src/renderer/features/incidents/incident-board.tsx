import { type Incident, incidentSteps } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { IncidentCard } from './incident-card.tsx';

/** Open incidents by the step that is due: where work waits is seen at a glance. */
export function IncidentBoard({ incidents }: { readonly incidents: readonly Incident[] }) {
  const t = useText();
  const open = incidents.filter(({ state }) => state === 'open');
  return (
    <div className="grid h-full auto-cols-[minmax(9.5rem,1fr)] grid-flow-col gap-3 overflow-x-auto pb-2">
      {incidentSteps
        // A new incident was detected by the very act of opening it.
        .filter((step) => step !== 'detect')
        .map((step) => {
          const here = open.filter((incident) => incident.step === step);
          return (
            <section
              key={step}
              aria-label={t(`incidents.step.${step}`)}
              className="flex min-h-0 flex-col rounded-xl border border-line bg-surface/60"
            >
              <h2 className="flex items-baseline justify-between px-3 pt-2.5 pb-1.5 text-xs font-semibold text-muted">
                {t(`incidents.step.${step}`)}
                <span className="font-normal text-faint">{here.length}</span>
              </h2>
              <ul className="flex min-h-0 flex-1 flex-col gap-1.5 overflow-y-auto p-2 pt-0">
                {here.map((incident) => (
                  <IncidentCard key={incident.id} incident={incident} selected={false} onBoard />
                ))}
                {here.length === 0 && (
                  <li className="px-1 py-4 text-center text-xs text-faint">{t('incidents.boardEmpty')}</li>
                )}
              </ul>
            </section>
          );
        })}
    </div>
  );
}
