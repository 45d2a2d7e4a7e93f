import { useShallow } from 'zustand/react/shallow';
import type { Incident } from '../../shared/domain/incident.ts';
import { mirrors } from './mirrors.ts';

/** Open ones first, the gravest and then the oldest on top; below them the closed ones, newest first. */
export function useIncidents(): readonly Incident[] {
  return mirrors.incidents(useShallow((state) => Object.values(state.entities).sort(byUrgency)));
}

export function useOpenIncidents(): readonly Incident[] {
  return mirrors.incidents(
    useShallow((state) =>
      Object.values(state.entities)
        .filter((incident) => incident.state === 'open')
        .sort(byUrgency),
    ),
  );
}

export function useIncident(incidentId: string | null): Incident | null {
  return mirrors.incidents((state) => (incidentId === null ? null : (state.entities[incidentId] ?? null)));
}

export function byUrgency(a: Incident, b: Incident): number {
  if (a.state !== b.state) return a.state === 'open' ? -1 : 1;
  if (a.state === 'closed') return (b.closedAt ?? 0) - (a.closedAt ?? 0);
  return a.severity.localeCompare(b.severity) || a.openedAt - b.openedAt;
}
