import type { Severity } from '../../shared/domain/incident.ts';
import type { Status } from '../../shared/domain/status.ts';

/** A tile, or a whole host, went from one status to another. The only thing incidents know of health. */
export interface HealthTransition {
  readonly hostId: string;
  /** Null: the host itself (its connection); then `to` is `unobserved` when lost and `up` when it is back. */
  readonly serviceId: string | null;
  /** Of the service or the host, for people. */
  readonly name: string;
  readonly from: Status;
  readonly to: Status;
  readonly at: number;
  /** What the deciding check or container said; redacted before it is kept. */
  readonly reason: string;
  /** The profile calls this service a main function. */
  readonly mainFunction: boolean;
  /** Every watched service of the host is down now. */
  readonly allDown: boolean;
  /** It is the gateway, and what is behind it answers. */
  readonly behindAnswers?: boolean;
  /** It is about the host's own state (a full disk), not about its connection: `down` or `up`. */
  readonly vital?: { readonly key: string; readonly title: string };
}

/** What a host's profile says about incidents. */
export interface IncidentPolicy {
  readonly respondWithinMs: Readonly<Record<Severity, number>>;
  readonly suggest: { readonly allDown: Severity; readonly main: Severity; readonly other: Severity };
}

/** The cause that all services of a host have in common when they are down together. */
export const outageOf = (hostId: string): string => `${hostId}/*`;

/** One incident a cause: `host/service`, `host` for the host's connection, `host/vital:…` for its own state. */
export function causeOf(transition: Pick<HealthTransition, 'hostId' | 'serviceId' | 'vital'>): string {
  if (transition.vital) return `${transition.hostId}/vital:${transition.vital.key}`;
  return transition.serviceId === null ? transition.hostId : `${transition.hostId}/${transition.serviceId}`;
}
