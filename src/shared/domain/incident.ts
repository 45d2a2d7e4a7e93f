import { z } from 'zod';
import { Id, Instant } from './status.ts';

export const Severity = z.enum(['P1', 'P2', 'P3', 'P4']);
export type Severity = z.infer<typeof Severity>;

/** The procedure of the manual, in its order. */
export const incidentSteps = ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'] as const;
export const IncidentStep = z.enum(incidentSteps);
export type IncidentStep = z.infer<typeof IncidentStep>;

export const StepRecord = z.object({
  state: z.enum(['open', 'done', 'skipped']),
  at: Instant.nullable(),
  by: z.string(),
  note: z.string(),
});
export type StepRecord = z.infer<typeof StepRecord>;

export const Incident = z.object({
  id: Id,
  /** Counts up from 1, for people: #12. */
  number: z.number().int().positive(),
  title: z.string(),
  severity: Severity,
  state: z.enum(['open', 'closed']),
  /** The first step that is still open. */
  step: IncidentStep,
  hostId: Id.nullable(),
  serviceId: Id.nullable(),
  openedBy: z.enum(['check', 'person']),
  /** What it is about, so that a later alert of the same cause joins it: `host/service`. */
  cause: z.string().nullable(),
  openedAt: Instant,
  acknowledgedAt: Instant.nullable(),
  /** When the checks turned green again, or a person said so. */
  recoveredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  respondBy: Instant,
  /** True when nobody responded in time. */
  breached: z.boolean(),
  steps: z.record(IncidentStep, StepRecord),
});
export type Incident = z.infer<typeof Incident>;

/**
 * One entry of the append-only journal. `hash` is the SHA-256 of the previous entry's hash and of this entry's
 * content, so that a row edited from outside shows.
 */
export const TimelineEntry = z.object({
  seq: z.number().int().positive(),
  incidentId: Id,
  at: Instant,
  kind: z.enum(['check', 'person', 'action', 'system']),
  /** A short key that the catalogues name: `opened`, `step-done`, `command`, `recovered`, … */
  event: z.string(),
  step: IncidentStep.nullable(),
  author: z.string(),
  text: z.string(),
  hash: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;
