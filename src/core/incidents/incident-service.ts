import type { Attachment } from '../../shared/domain/attachment.ts';
import type { Incident, Severity, TimelineEntry } from '../../shared/domain/incident.ts';
import type { CommandRecord } from '../../shared/domain/service.ts';
import type { HealthAlerts, IncidentOutcome } from '../alerts/health-alerts.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import { type IncidentChange, SYSTEM_AUTHOR } from './change-incident.ts';
import { createIncidentMirror, type Incidents } from './incident-mirror.ts';
import { suggestSeverity } from './incident-policy.ts';
import { openingTitle } from './incident-texts.ts';
import { causeOf, type HealthTransition, type IncidentPolicy, outageOf } from './ports.ts';

export interface IncidentPorts {
  readonly incidents: Incidents;
  readonly publisher: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: HealthAlerts;
  /** The admin's name from the settings; may be empty. */
  readonly author: () => string;
  readonly language: () => 'en' | 'id';
  readonly hostName: (hostId: string) => string;
  /** Of a host's profile; the manual's defaults for null. */
  readonly policyOf: (hostId: string | null) => IncidentPolicy;
}

/** A change as a handler asks for it: when and by whom is added here. */
export type PersonChange =
  | { type: 'acknowledge' }
  | Omit<Extract<IncidentChange, { type: 'step' }>, 'at' | 'by'>
  | { type: 'note'; text: string }
  | { type: 'close'; note: string }
  | { type: 'resolve'; note: string }
  | { type: 'post-mortem' }
  | { type: 'attachment'; attachment: Attachment };

export interface IncidentService {
  /** Brings the published incidents in line and starts nothing; call once, before the first transition. */
  start(): Promise<void>;
  /** Takes transitions one after the other, in the order they were handed in; settles when this one is recorded. */
  handleTransition(transition: HealthTransition): Promise<void>;
  /** Marks overdue responses and takes in what another process wrote. Every half a minute is enough. */
  tick(): Promise<void>;
  open(wanted: {
    title: string;
    severity: Severity;
    hostId: string | null;
    serviceId: string | null;
    note: string;
    startedAt?: number | null;
  }): Promise<Incident>;
  change(incidentId: string, change: PersonChange): Promise<Incident>;
  setSeverity(incidentId: string, severity: Severity, reason: string): Promise<Incident>;
  /** What an action done from inside an incident ran. It never resolves the incident. */
  recordCommands(incidentId: string, commands: readonly CommandRecord[]): Promise<Incident>;
  /** @throws RondaError `incidents.not-found` */
  find(incidentId: string): Promise<Incident>;
  list(state?: 'open' | 'closed'): Promise<Incident[]>;
  timeline(incidentId: string): Promise<{ entries: TimelineEntry[]; brokenAt: number | null }>;
  /** After incidents were written past this service: what windows show is brought in line. */
  refresh(): Promise<void>;
}

/** Incidents: opened and recovered by checks, moved through the procedure by people. Closing is a person's alone. */
export function createIncidentService(ports: IncidentPorts): IncidentService {
  const { incidents, clock, log, alerts } = ports;
  const mirror = createIncidentMirror(ports);
  let transitions: Promise<void> = Promise.resolve();
  /** When a cause that may still turn out to be nothing showed first. */
  const firstSigns = new Map<string, number>();

  const author = (): string => ports.author().trim() || 'admin';
  const published = (incident: Incident): Incident => {
    mirror.publish(incident);
    return incident;
  };

  async function record(transition: HealthTransition): Promise<IncidentOutcome> {
    const { hostId, serviceId, from, to, at, reason, name } = transition;
    const cause = causeOf(transition);
    const isLost = serviceId === null && !transition.vital ? to === 'unobserved' : to === 'down';
    if (to === 'pending') {
      // Below its threshold nothing is known yet: noting each try would bury the journal under a flapping check.
      if (!firstSigns.has(cause)) firstSigns.set(cause, at);
      return { kind: 'none' };
    }
    const startedAt = firstSigns.get(cause) ?? null;
    firstSigns.delete(cause);
    const ofOutage = serviceId === null ? null : await recordInOutage(transition, serviceId);
    if (isLost && ofOutage?.kind === 'joined') return ofOutage;
    if (isLost) {
      const policy = ports.policyOf(hostId);
      const severity = suggestSeverity(transition, policy);
      if (transition.allDown && serviceId !== null) return openOutage(transition, serviceId, startedAt);
      const { incident, outcome } = await incidents.open({
        title:
          transition.vital?.title ??
          openingTitle(
            serviceId === null ? 'host' : transition.behindAnswers ? 'gateway' : 'service',
            name,
            ports.language(),
          ),
        severity,
        startedAt,
        hostId,
        serviceId,
        openedBy: 'check',
        cause,
        at,
        by: SYSTEM_AUTHOR,
        note: reason,
        respondWithinMs: policy.respondWithinMs[severity],
      });
      return { kind: outcome, incident: published(incident) };
    }
    const recovers = to === 'up';
    const result = await incidents.changeByCause(
      cause,
      recovers ? { type: 'recovered', at, reason } : { type: 'status', at, from, to, reason },
    );
    if (!result?.changed) return ofOutage ?? { kind: 'none' };
    return { kind: recovers ? 'recovered' : 'noted', incident: published(result.incident) };
  }

  /** All is down: one incident, whatever opened one by one a moment before. */
  async function openOutage(
    { hostId, at, name, reason }: HealthTransition,
    serviceId: string,
    startedAt: number | null,
  ): Promise<IncidentOutcome> {
    const policy = ports.policyOf(hostId);
    const severity = policy.suggest.allDown;
    const { incident, outcome, merged } = await incidents.openOutage({
      title: openingTitle('all', ports.hostName(hostId), ports.language()),
      severity,
      hostId,
      serviceId: null,
      openedBy: 'check',
      cause: outageOf(hostId),
      at,
      by: SYSTEM_AUTHOR,
      note: `${name}: ${reason}`,
      respondWithinMs: policy.respondWithinMs[severity],
      startedAt,
      affected: [serviceId],
    });
    for (const part of merged) published(part);
    return { kind: outcome, incident: published(incident) };
  }

  /** What a service's change means for the outage it is a part of; null when there is none, or it says nothing new. */
  async function recordInOutage(
    { hostId, name, to, at, reason }: HealthTransition,
    serviceId: string,
  ): Promise<IncidentOutcome | null> {
    const change = { type: 'service', serviceId, name, to, at, reason } as const;
    const result = await incidents.changeByCause(outageOf(hostId), change);
    if (!result?.changed) return null;
    const { incident } = result;
    const kind = incident.recoveredAt !== null ? 'recovered' : to === 'down' ? 'joined' : 'noted';
    return { kind, incident: published(incident) };
  }

  async function handle(transition: HealthTransition): Promise<void> {
    let outcome: IncidentOutcome;
    try {
      outcome = await record(transition);
    } catch (error) {
      log.error('a transition is missing in the journal', { transition, error });
      const isLost = transition.to === 'down' || (transition.serviceId === null && transition.to !== 'up');
      const severity = suggestSeverity(transition, ports.policyOf(transition.hostId));
      outcome = isLost ? { kind: 'unrecorded', severity } : { kind: 'none' };
    }
    alerts.tell(transition, outcome);
  }

  return {
    async start() {
      await incidents.sweep(clock.now());
      await mirror.refresh();
    },
    handleTransition(transition) {
      transitions = transitions.then(() => handle(transition));
      return transitions;
    },
    async tick() {
      await incidents.sweep(clock.now());
      await mirror.refresh();
    },
    async open(wanted) {
      const respondWithinMs = ports.policyOf(wanted.hostId).respondWithinMs[wanted.severity];
      const more = {
        openedBy: 'person',
        cause: null,
        at: clock.now(),
        by: author(),
        respondWithinMs,
      } as const;
      return published((await incidents.open({ ...wanted, ...more })).incident);
    },
    async change(incidentId, change) {
      return published(await incidents.change(incidentId, { ...change, at: clock.now(), by: author() }));
    },
    async setSeverity(incidentId, severity, reason) {
      const { hostId } = await incidents.find(incidentId);
      const respondWithinMs = ports.policyOf(hostId).respondWithinMs[severity];
      const change = { type: 'severity', severity, reason, respondWithinMs } as const;
      return published(await incidents.change(incidentId, { ...change, at: clock.now(), by: author() }));
    },
    async recordCommands(incidentId, commands) {
      const change = { type: 'commands', commands, at: clock.now(), by: author() } as const;
      return published(await incidents.change(incidentId, change));
    },
    refresh: () => mirror.refresh(),
    find: (incidentId) => incidents.find(incidentId),
    async list(state) {
      const { incidents: all, damaged } = await incidents.list();
      if (damaged.length > 0) log.error('incidents cannot be read', { damaged });
      return state === undefined ? all : all.filter((incident) => incident.state === state);
    },
    async timeline(incidentId) {
      const [entries, broken] = await Promise.all([incidents.timeline(incidentId), incidents.verify()]);
      const own = new Set(entries.map((entry) => entry.seq));
      // Its own misfit says most; a misfit elsewhere still tells that the journal is no longer whole.
      return { entries, brokenAt: broken.find((seq) => own.has(seq)) ?? broken[0] ?? null };
    },
  };
}
