import type { Severity } from '../../shared/domain/incident.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import type { HealthTransition, IncidentPolicy } from './ports.ts';

const hour = 3_600_000;

/** The manual's own clocks, for an incident that belongs to no host, or to one whose profile is gone. */
export const defaultIncidentPolicy: IncidentPolicy = {
  respondWithinMs: { P1: hour, P2: 4 * hour, P3: 24 * hour, P4: 7 * 24 * hour },
  suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
};

/** What a profile says about incidents, or the manual's defaults without one. */
export function incidentPolicyOf(profile: Profile | null): IncidentPolicy {
  if (!profile) return defaultIncidentPolicy;
  const { severities, suggest } = profile.incidents;
  const within = (severity: Severity): number =>
    severities[severity]?.respondWithin ?? defaultIncidentPolicy.respondWithinMs[severity];
  return {
    respondWithinMs: { P1: within('P1'), P2: within('P2'), P3: within('P3'), P4: within('P4') },
    suggest,
  };
}

/** The severity that a transition suggests; a person assesses it afterwards. */
export function suggestSeverity(transition: HealthTransition, policy: IncidentPolicy): Severity {
  if (transition.allDown) return policy.suggest.allDown;
  return transition.mainFunction ? policy.suggest.main : policy.suggest.other;
}
