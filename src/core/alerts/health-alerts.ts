import type { Incident, Severity } from '../../shared/domain/incident.ts';
import { openingTitle } from '../incidents/incident-texts.ts';
import type { HealthTransition } from '../incidents/ports.ts';
import { causeOf } from '../incidents/ports.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { AlertContent } from './alert-content.ts';
import { type Language, recoveryTitle } from './alert-texts.ts';

const LONGEST_TITLE = 120;

/** What became of a transition in the journal; it alone decides whether anybody is called. */
export type IncidentOutcome =
  | { readonly kind: 'opened' | 'joined' | 'relapsed' | 'recovered' | 'noted'; readonly incident: Incident }
  /** No incident is concerned. */
  | { readonly kind: 'none' }
  /** The journal could not be written: the admin must hear of it all the same. */
  | { readonly kind: 'unrecorded'; readonly severity: Severity };

export interface HealthAlerts {
  /** Never throws and does not wait for the channel: a broken channel must not hold up the journal. */
  tell(transition: HealthTransition, outcome: IncidentOutcome): void;
}

/**
 * What stands in the journal is told from there, once, also after a crash: here it is only said that there is news. What
 * could not be written (a full disk) is told past journal and outbox, once a cause, as well as it can be.
 */
export function createHealthAlerts(ports: {
  /** The journal has something new. */
  readonly onNews: () => void;
  /** Every channel that can be reached, keeping nothing. Must not throw. */
  readonly tellDirectly: (content: AlertContent) => void;
  readonly language: () => Language;
}): HealthAlerts {
  const toldWithoutJournal = new Map<string, Severity>();

  const send = (transition: HealthTransition, kind: 'down' | 'recovered', severity: Severity): void => {
    const { hostId, serviceId, name, at, vital } = transition;
    const title = kind === 'down' ? openingTitle : recoveryTitle;
    const subject = serviceId === null ? 'host' : 'service';
    const text = vital ? `${name}: ${vital.title || vital.key}` : title(subject, name, ports.language());
    ports.tellDirectly({
      kind,
      severity,
      title: redactText(plainDetail(text), LONGEST_TITLE),
      lines: [],
      repeatNote: '',
      at,
      incidents: [],
      host: hostId,
    });
  };

  return {
    tell(transition, outcome) {
      const cause = causeOf(transition);
      switch (outcome.kind) {
        case 'unrecorded':
          if (toldWithoutJournal.has(cause)) return;
          toldWithoutJournal.set(cause, outcome.severity);
          send(transition, 'down', outcome.severity);
          return;
        case 'none': {
          // Went down unrecorded and came back: the journal knows of neither.
          const severity = toldWithoutJournal.get(cause);
          if (transition.to !== 'up' || severity === undefined) return;
          toldWithoutJournal.delete(cause);
          send(transition, 'recovered', severity);
          return;
        }
        case 'opened':
        case 'joined':
        case 'relapsed':
        case 'recovered':
        case 'noted':
          // It may be told a second time, from the journal: better than a word that went to the desktop alone.
          toldWithoutJournal.delete(cause);
          ports.onNews();
      }
    },
  };
}
