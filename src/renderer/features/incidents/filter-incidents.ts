import type { Incident, Severity } from '../../../shared/domain/incident.ts';

export const ages = { week: 7, month: 30, quarter: 90 } as const;
export type Age = keyof typeof ages;

export interface IncidentFilter {
  readonly state: 'open' | 'closed' | 'all';
  readonly severity: Severity | null;
  readonly hostId: string | null;
  /** Only what was opened within so long. */
  readonly age: Age | null;
  /** By number (`#12`), severity or words of the title. */
  readonly search: string;
}

export const noFilter: Omit<IncidentFilter, 'state'> = {
  severity: null,
  hostId: null,
  age: null,
  search: '',
};

/** Those that fit all of it, in the order they came in. */
export function filterIncidents(
  incidents: readonly Incident[],
  filter: IncidentFilter,
  now: number,
): Incident[] {
  const { state, severity, hostId, age, search } = filter;
  const words = search.toLocaleLowerCase().split(/\s+/);
  return incidents.filter((incident) => {
    if (state !== 'all' && incident.state !== state) return false;
    if (severity !== null && incident.severity !== severity) return false;
    if (hostId !== null && incident.hostId !== hostId) return false;
    if (age !== null && incident.openedAt < now - ages[age] * 86_400_000) return false;
    const text =
      `#${incident.number} ${incident.severity} ${incident.serviceId ?? ''} ${incident.title}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
