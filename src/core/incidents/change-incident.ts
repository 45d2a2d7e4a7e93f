import { type Attachment, attachmentText } from '../../shared/domain/attachment.ts';
import type { Incident, IncidentStep, Severity, TimelineEntry } from '../../shared/domain/incident.ts';
import type { CommandRecord } from '../../shared/domain/service.ts';
import type { Status } from '../../shared/domain/status.ts';
import { RondaError } from '../../shared/errors.ts';
import { redactText } from '../redaction/redact-text.ts';
import { firstOpenStep, recordStep, reopenReview } from './advance-steps.ts';
import { stepParams } from './incident-texts.ts';

/** An entry before it gets its place and hash in the journal. */
export type EntryDraft = Omit<TimelineEntry, 'seq' | 'incidentId' | 'hash'>;

export interface Changed {
  readonly incident: Incident;
  /** Never empty when `incident` differs: what is not in the journal did not happen. */
  readonly entries: readonly EntryDraft[];
}

/** Everything that can happen to an incident. Plain data: it crosses to the state worker. */
export type IncidentChange = { readonly at: number } & (
  | { readonly type: 'acknowledge'; readonly by: string }
  | {
      readonly type: 'step';
      readonly by: string;
      readonly step: IncidentStep;
      readonly state: 'done' | 'skipped';
      readonly note: string;
    }
  | { readonly type: 'note'; readonly by: string; readonly text: string }
  | {
      readonly type: 'severity';
      readonly by: string;
      readonly severity: Severity;
      readonly reason: string;
      readonly respondWithinMs: number;
    }
  | { readonly type: 'close'; readonly by: string; readonly note: string }
  | { readonly type: 'commands'; readonly by: string; readonly commands: readonly CommandRecord[] }
  /** The same cause fails (again); `suggested` raises the severity as long as nobody has assessed it. */
  | {
      readonly type: 'alert';
      readonly reason: string;
      readonly suggested: Severity;
      readonly respondWithinMs: number;
      readonly affected?: readonly string[];
    }
  /** A service of an outage of the whole host changed. */
  | {
      readonly type: 'service';
      readonly serviceId: string;
      readonly name: string;
      readonly to: Status;
      readonly reason: string;
    }
  /** It is a part of the outage with this number. */
  | { readonly type: 'merged'; readonly into: number }
  /** A person says that it works again: the only way where no check watches. */
  | { readonly type: 'resolve'; readonly by: string; readonly note: string }
  | { readonly type: 'status'; readonly from: Status; readonly to: Status; readonly reason: string }
  | { readonly type: 'recovered'; readonly reason: string }
  | { readonly type: 'nearly-due' }
  | { readonly type: 'breached' }
  | { readonly type: 'post-mortem'; readonly by: string }
  | { readonly type: 'attachment'; readonly by: string; readonly attachment: Attachment }
);

/** Who writes what no person wrote. */
export const SYSTEM_AUTHOR = 'Ronda';
const LONGEST_TEXT = 4_000;

/** The journal cannot forget, so nothing enters it that would have to be forgotten: it is redacted on the way in. */
const clean = (text: string): string => redactText(text, LONGEST_TEXT);

/** A first act of a person is a response, whatever the act is; late or not is judged by the clock that ran then. */
function respond(incident: Incident, at: number): Incident {
  if (incident.acknowledgedAt !== null) return incident;
  return { ...incident, acknowledgedAt: at, breached: incident.breached || at > incident.respondBy };
}

function setSeverity(incident: Incident, severity: Severity, respondWithinMs: number): Incident {
  // A new clock warns anew.
  return { ...incident, severity, respondBy: incident.openedAt + respondWithinMs, nearlyDue: false };
}

function describeCommand(command: CommandRecord): string {
  const ending = `${command.ok ? 'ok' : 'failed'} · ${Math.round(command.durationMs)} ms`;
  return clean(
    [`$ ${command.command}`, ending, command.output.trim()].filter((line) => line !== '').join('\n'),
  );
}

/**
 * The rules of an incident's life: a pure function, run inside the transaction that writes its result.
 * A change that says nothing new (recovered twice) has no entries.
 * @throws RondaError `incidents.*` when the procedure forbids the change; the incident stays as it was.
 */
export function changeIncident(incident: Incident, change: IncidentChange): Changed {
  const entry = (draft: Partial<EntryDraft> & Pick<EntryDraft, 'kind' | 'event'>): EntryDraft => ({
    at: change.at,
    step: null,
    author: 'by' in change ? change.by : SYSTEM_AUTHOR,
    text: '',
    ...draft,
  });
  const nothing: Changed = { incident, entries: [] };
  const mustBeOpen = (): void => {
    if (incident.state === 'closed') throw new RondaError('incidents.closed', { number: incident.number });
  };

  switch (change.type) {
    case 'acknowledge':
      mustBeOpen();
      if (incident.acknowledgedAt !== null) return nothing;
      return {
        incident: respond(incident, change.at),
        entries: [entry({ kind: 'person', event: 'acknowledged' })],
      };
    case 'step': {
      mustBeOpen();
      const note = clean(change.note);
      const event = change.state === 'done' ? 'step-done' : 'step-skipped';
      return {
        incident: respond(recordStep(incident, { ...change, note }), change.at),
        entries: [entry({ kind: 'person', event, step: change.step, text: note })],
      };
    }
    case 'note': {
      const entries = [entry({ kind: 'person', event: 'note', text: clean(change.text) })];
      return { incident: incident.state === 'open' ? respond(incident, change.at) : incident, entries };
    }
    case 'attachment': {
      const entries = [
        entry({ kind: 'person', event: 'attachment', text: attachmentText(change.attachment) }),
      ];
      return { incident: incident.state === 'open' ? respond(incident, change.at) : incident, entries };
    }
    case 'severity': {
      mustBeOpen();
      const { severity } = change;
      if (severity === incident.severity) {
        throw new RondaError('incidents.same-severity', { number: incident.number, severity });
      }
      const text = `${incident.severity} → ${severity}\n${clean(change.reason)}`;
      const answered = respond(incident, change.at);
      const raised = setSeverity(answered, severity, change.respondWithinMs);
      const reopened = reopenReview(raised);
      return {
        incident: reopened,
        entries: [
          entry({ kind: 'person', event: 'severity', text }),
          ...(reopened === raised ? [] : [entry({ kind: 'system', event: 'step-reopened', step: 'review' })]),
        ],
      };
    }
    case 'close': {
      mustBeOpen();
      const open = firstOpenStep(incident);
      if (open)
        throw new RondaError('incidents.not-finished', { number: incident.number, ...stepParams(open) });
      return {
        incident: { ...respond(incident, change.at), state: 'closed', closedAt: change.at },
        entries: [entry({ kind: 'person', event: 'closed', text: clean(change.note) })],
      };
    }
    case 'commands':
      // What was done is recorded even when the incident was closed meanwhile: a fact is never refused.
      if (change.commands.length === 0) return nothing;
      return {
        incident: incident.state === 'open' ? respond(incident, change.at) : incident,
        entries: change.commands.map((command) =>
          entry({
            kind: 'action',
            event: 'command',
            at: command.startedAt,
            step: incident.state === 'open' ? incident.step : null,
            text: describeCommand(command),
          }),
        ),
      };
    case 'alert': {
      const event = incident.recoveredAt === null ? 'alert' : 'relapsed';
      const affected = [...new Set([...incident.affected, ...(change.affected ?? [])])];
      const failing: Incident = { ...incident, affected, recoveredAt: null };
      const alert = entry({ kind: 'check', event, text: clean(change.reason) });
      // 'P1' < 'P2': the smaller is the more severe.
      const raise = change.suggested < incident.severity && incident.steps.assess.state === 'open';
      if (!raise) return { incident: failing, entries: [alert] };
      const text = `${incident.severity} → ${change.suggested}`;
      return {
        incident: setSeverity(failing, change.suggested, change.respondWithinMs),
        entries: [alert, entry({ kind: 'system', event: 'severity', text })],
      };
    }
    case 'status': {
      const text = `${change.from} → ${change.to}\n${clean(change.reason)}`.trim();
      return { incident, entries: [entry({ kind: 'check', event: 'status', text })] };
    }
    case 'service':
      return changeService(incident, change, entry);
    case 'merged':
      if (incident.state === 'closed') return nothing;
      return {
        incident: { ...incident, state: 'closed', closedAt: change.at, mergedInto: change.into },
        entries: [entry({ kind: 'system', event: 'merged', text: `→ #${change.into}` })],
      };
    case 'resolve':
      mustBeOpen();
      if (incident.recoveredAt !== null) return nothing;
      return {
        incident: { ...respond(incident, change.at), recoveredAt: change.at },
        entries: [entry({ kind: 'person', event: 'recovered', text: clean(change.note) })],
      };
    case 'recovered':
      if (incident.recoveredAt !== null) return nothing;
      return {
        incident: { ...incident, recoveredAt: change.at },
        entries: [entry({ kind: 'check', event: 'recovered', text: clean(change.reason) })],
      };
    case 'nearly-due':
      if (incident.nearlyDue || incident.breached || incident.acknowledgedAt !== null) return nothing;
      return {
        incident: { ...incident, nearlyDue: true },
        entries: [entry({ kind: 'system', event: 'nearly-due' })],
      };
    case 'post-mortem':
      // Allowed on a closed one: what was learned is often written the day after.
      return {
        incident: { ...incident, postMortemAt: change.at },
        entries: [entry({ kind: 'person', event: 'post-mortem' })],
      };
    case 'breached':
      if (incident.breached || incident.acknowledgedAt !== null) return nothing;
      return {
        incident: { ...incident, breached: true },
        entries: [entry({ kind: 'system', event: 'breached' })],
      };
  }
}

/** An outage is over when the last of its services is back; one that only shows another colour says so and stays. */
function changeService(
  incident: Incident,
  change: Extract<IncidentChange, { type: 'service' }>,
  entry: (draft: Pick<EntryDraft, 'kind' | 'event' | 'text'>) => EntryDraft,
): Changed {
  const { serviceId, name, to, at } = change;
  const isKnown = incident.affected.includes(serviceId);
  if (incident.recoveredAt !== null || isKnown === (to === 'down')) return { incident, entries: [] };
  const others = incident.affected.filter((id) => id !== serviceId);
  const affected = to === 'up' ? others : to === 'down' ? [...others, serviceId] : incident.affected;
  const isOver = affected.length === 0;
  const event = to === 'down' ? 'spread' : isOver ? 'recovered' : 'status';
  const text = clean(`${name}: ${to}\n${change.reason}`.trim());
  return {
    incident: { ...incident, affected, recoveredAt: isOver ? at : null },
    entries: [entry({ kind: 'check', event, text })],
  };
}
