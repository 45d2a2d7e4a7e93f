import type { Incident, Severity } from '../../shared/domain/incident.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { Changed } from './change-incident.ts';

/** What opens an incident. Plain data: it crosses to the state worker. */
export interface Opening {
  readonly title: string;
  readonly severity: Severity;
  readonly hostId: string | null;
  readonly serviceId: string | null;
  readonly openedBy: 'check' | 'person';
  /** Null for a person's: two people may see two different faults in one service. */
  readonly cause: string | null;
  readonly at: number;
  readonly by: string;
  /** The check's reason, or the person's note. */
  readonly note: string;
  readonly respondWithinMs: number;
  /** The first sign of it. */
  readonly startedAt?: number | null;
  /** Of an outage: the services that are down. */
  readonly affected?: readonly string[];
}

/**
 * A new incident and its first entry. Detecting is done by the very act of opening; a person who opens one has
 * thereby responded to it.
 */
export function openIncident(opening: Opening, number: number): Changed {
  const { at, by, openedBy } = opening;
  const note = redactText(opening.note, 4000);
  const open = { state: 'open', at: null, by: '', note: '' } as const;
  const incident: Incident = {
    id: `incident-${number}`,
    number,
    title: redactText(opening.title, 200),
    severity: opening.severity,
    state: 'open',
    step: 'assess',
    hostId: opening.hostId,
    serviceId: opening.serviceId,
    openedBy,
    cause: opening.cause,
    startedAt: opening.startedAt ?? null,
    openedAt: at,
    acknowledgedAt: openedBy === 'person' ? at : null,
    recoveredAt: null,
    closedAt: null,
    respondBy: at + opening.respondWithinMs,
    breached: false,
    nearlyDue: false,
    affected: [...(opening.affected ?? [])],
    mergedInto: null,
    imported: false,
    importedFrom: null,
    newestEntry: 0,
    postMortemAt: null,
    steps: {
      detect: { state: 'done', at, by, note },
      assess: open,
      contain: open,
      fix: open,
      test: open,
      deploy: open,
      review: open,
    },
  };
  return {
    incident,
    entries: [{ at, kind: openedBy, event: 'opened', step: 'detect', author: by, text: note }],
  };
}
