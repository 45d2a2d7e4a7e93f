import type { Incident } from '../../../shared/domain/incident.ts';
import type { IncidentFigures } from '../../../shared/domain/post-mortem.ts';

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** How the months went, by severity: the newest month first, the most severe first in it. */
export function incidentFigures(incidents: readonly Incident[]): IncidentFigures[] {
  const groups = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const key = `${new Date(incident.openedAt).toISOString().slice(0, 7)} ${incident.severity}`;
    groups.set(key, [...(groups.get(key) ?? []), incident]);
  }
  const took = (group: readonly Incident[], end: (incident: Incident) => number | null): number | null =>
    mean(
      group.flatMap((incident) => {
        const at = end(incident);
        // A clock that was set back between the two says nothing.
        return at === null || at < incident.openedAt ? [] : [at - incident.openedAt];
      }),
    );
  return [...groups]
    .map(([key, group]) => ({
      month: key.slice(0, 7),
      severity: (group[0] as Incident).severity,
      count: group.length,
      breached: group.filter(({ breached }) => breached).length,
      detectMs: mean(
        group.flatMap(({ startedAt, openedAt }) =>
          startedAt === null || startedAt > openedAt ? [] : [openedAt - startedAt],
        ),
      ),
      acknowledgeMs: took(group, ({ acknowledgedAt }) => acknowledgedAt),
      resolveMs: took(group, ({ recoveredAt, closedAt }) => recoveredAt ?? closedAt),
    }))
    .sort((a, b) => b.month.localeCompare(a.month) || a.severity.localeCompare(b.severity));
}
