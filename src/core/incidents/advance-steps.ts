import { type Incident, type IncidentStep, incidentSteps } from '../../shared/domain/incident.ts';
import { RondaError } from '../../shared/errors.ts';
import { stepOrderParams, stepParams } from './incident-texts.ts';

/** The step that is due, or null when all are done or skipped. */
export function firstOpenStep(incident: Pick<Incident, 'steps'>): IncidentStep | null {
  return incidentSteps.find((step) => incident.steps[step].state === 'open') ?? null;
}

const needsReview = (incident: Incident): boolean => incident.severity === 'P1' || incident.severity === 'P2';

/** `step` shows the first open one; with none open it stays at the review, the last. */
function withSteps(incident: Incident, steps: Incident['steps']): Incident {
  return { ...incident, steps, step: firstOpenStep({ steps }) ?? 'review' };
}

/**
 * Marks the step that is due as done or skipped.
 * @throws RondaError `incidents.step-recorded`, `incidents.step-order`, `incidents.skip-needs-reason`,
 * `incidents.review-required`
 */
export function recordStep(
  incident: Incident,
  record: { step: IncidentStep; state: 'done' | 'skipped'; note: string; at: number; by: string },
): Incident {
  const { step, state, note, at, by } = record;
  if (incident.steps[step].state !== 'open') {
    throw new RondaError('incidents.step-recorded', stepParams(step));
  }
  const expected = firstOpenStep(incident);
  if (expected !== null && expected !== step) {
    throw new RondaError('incidents.step-order', stepOrderParams(step, expected));
  }
  if (state === 'skipped') {
    if (step === 'review' && needsReview(incident)) {
      throw new RondaError('incidents.review-required', { severity: incident.severity });
    }
    if (note.trim() === '') throw new RondaError('incidents.skip-needs-reason', stepParams(step));
  }
  return withSteps(incident, { ...incident.steps, [step]: { state, at, by, note } });
}

/** A review skipped at a low severity is due again once the severity asks for one; else the same incident. */
export function reopenReview(incident: Incident): Incident {
  if (incident.steps.review.state !== 'skipped' || !needsReview(incident)) return incident;
  return withSteps(incident, { ...incident.steps, review: { state: 'open', at: null, by: '', note: '' } });
}
