import { Severity } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { useHosts } from '../../stores/hosts.ts';
import { classes } from '../../ui/classes.ts';
import { Input, Select } from '../../ui/field.tsx';
import { type Age, ages, type IncidentFilter } from './filter-incidents.ts';

const states = ['open', 'closed', 'all'] as const;

/** What of the incidents is shown. */
export function IncidentFilters({
  filter,
  onChange,
}: {
  readonly filter: IncidentFilter;
  readonly onChange: (change: Partial<IncidentFilter>) => void;
}) {
  const t = useText();
  const hosts = useHosts();
  return (
    <div className="flex flex-col gap-2">
      <fieldset className="flex gap-1">
        <legend className="sr-only">{t('incidents.filter')}</legend>
        {states.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={state === filter.state}
            onClick={() => onChange({ state })}
            className={classes(
              'h-7 rounded-full border px-3 text-xs',
              state === filter.state
                ? 'border-line-strong bg-raised font-medium'
                : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(`incidents.filters.${state}`)}
          </button>
        ))}
      </fieldset>
      <Input
        type="search"
        aria-label={t('incidents.find')}
        placeholder={t('incidents.find')}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          aria-label={t('incidents.severityLabel')}
          className="h-7 text-xs"
          value={filter.severity ?? ''}
          onChange={(event) => onChange({ severity: Severity.safeParse(event.target.value).data ?? null })}
        >
          <option value="">{t('incidents.anySeverity')}</option>
          {Severity.options.map((severity) => (
            <option key={severity} value={severity}>
              {`${severity} · ${t(`incidents.severity.${severity}`)}`}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('incidents.anyTime')}
          className="h-7 text-xs"
          value={filter.age ?? ''}
          onChange={(event) =>
            onChange({ age: event.target.value === '' ? null : (event.target.value as Age) })
          }
        >
          <option value="">{t('incidents.anyTime')}</option>
          {(Object.keys(ages) as Age[]).map((age) => (
            <option key={age} value={age}>
              {t(`incidents.since.${age}`)}
            </option>
          ))}
        </Select>
        {hosts.length > 1 && (
          <Select
            aria-label={t('incidents.anyHost')}
            className="col-span-2 h-7 text-xs"
            value={filter.hostId ?? ''}
            onChange={(event) => onChange({ hostId: event.target.value || null })}
          >
            <option value="">{t('incidents.anyHost')}</option>
            {hosts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </div>
    </div>
  );
}
