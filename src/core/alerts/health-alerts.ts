import type { Incident, Severity } from '../../shared/domain/incident.ts';
import { openingTitle } from '../incidents/incident-texts.ts';
import type { HealthTransition } from '../incidents/ports.ts';
import { causeOf } from '../incidents/ports.ts';
import type { Log } from '../platform/log.ts';
import { redactText } from '../redaction/redact-text.ts';
import { recoveryTitle } from './alert-texts.ts';
import type { Notifier } from './notifier.ts';

const LONGEST_TITLE = 120;
const LONGEST_BODY = 300;

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
 * One alert a cause when it goes down, one when it recovers. What was told lies in the journal (an open incident,
 * its `recoveredAt`), so a restart repeats nothing; without a journal, memory stands in for it.
 */
export function createHealthAlerts(ports: {
  readonly notifier: Notifier;
  readonly language: () => 'en' | 'id';
  readonly log: Log;
}): HealthAlerts {
  const toldWithoutJournal = new Set<string>();

  const send = (transition: HealthTransition, severity: Severity | 'ok', number?: number): void => {
    const subject = transition.serviceId === null ? 'host' : 'service';
    const title = severity === 'ok' ? recoveryTitle : openingTitle;
    const notice = {
      title: redactText(title(subject, transition.name, ports.language()), LONGEST_TITLE),
      body: redactText(`${number === undefined ? '' : `#${number} · `}${transition.reason}`, LONGEST_BODY),
      severity,
      key: causeOf(transition),
    };
    const failed = (error: unknown): void => ports.log.error('an alert was not delivered', { notice, error });
    try {
      Promise.resolve(ports.notifier.notify(notice)).catch(failed);
    } catch (error) {
      failed(error);
    }
  };

  return {
    tell(transition, outcome) {
      const cause = causeOf(transition);
      switch (outcome.kind) {
        case 'opened':
        case 'relapsed':
          if (!toldWithoutJournal.delete(cause)) {
            send(transition, outcome.incident.severity, outcome.incident.number);
          }
          return;
        case 'recovered':
          toldWithoutJournal.delete(cause);
          send(transition, 'ok', outcome.incident.number);
          return;
        case 'unrecorded':
          if (toldWithoutJournal.has(cause)) return;
          toldWithoutJournal.add(cause);
          send(transition, outcome.severity);
          return;
        case 'none':
          // Went down unrecorded and came back: the journal knows of neither.
          if (transition.to === 'up' && toldWithoutJournal.delete(cause)) {
            send(transition, 'ok');
          }
          return;
        case 'joined':
        case 'noted':
          return;
      }
    },
  };
}
