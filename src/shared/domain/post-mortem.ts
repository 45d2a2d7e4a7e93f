import { z } from 'zod';
import { Id, Instant } from './status.ts';

const Text = z.string().max(8000);

/** Something that is to be done so that it does not happen again. */
export const FollowUp = z.strictObject({
  id: Id,
  text: z.string().trim().min(1).max(300),
  owner: z.string().trim().max(60),
  /** `2026-11-30`, in the calendar of whoever reads it. */
  due: z.iso.date().nullable(),
  doneAt: Instant.nullable(),
});
export type FollowUp = z.infer<typeof FollowUp>;

/** What people write about an incident; the facts come from its timeline. */
export const PostMortem = z.strictObject({
  incidentId: Id,
  impact: Text,
  rootCause: Text,
  wentWell: Text,
  wentBadly: Text,
  followUps: z.array(FollowUp).max(50),
  /** Null: nobody has written anything yet. */
  savedAt: Instant.nullable(),
});
export type PostMortem = z.infer<typeof PostMortem>;

/** How a month went, by severity. Times are means in ms; null where nothing is known. */
export const IncidentFigures = z.object({
  /** `2026-11`, by UTC. */
  month: z.string(),
  severity: z.enum(['P1', 'P2', 'P3', 'P4']),
  count: z.number().int(),
  breached: z.number().int(),
  /** From the first sign to the incident, where the first sign is known. */
  detectMs: z.number().nullable(),
  acknowledgeMs: z.number().nullable(),
  resolveMs: z.number().nullable(),
});
export type IncidentFigures = z.infer<typeof IncidentFigures>;
