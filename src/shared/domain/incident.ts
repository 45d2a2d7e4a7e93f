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
  /** The first sign of it, when that is known: the check's first failure, or when a person says it began. */
  startedAt: Instant.nullable().default(null),
  openedAt: Instant,
  acknowledgedAt: Instant.nullable(),
  /** When the checks turned green again, or a person said so. */
  recoveredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  respondBy: Instant,
  /** True when nobody responded in time. */
  breached: z.boolean(),
  /** Three quarters of the time to respond went by without a response. */
  nearlyDue: z.boolean().default(false),
  /** When its post-mortem was last written. */
  postMortemAt: Instant.nullable().default(null),
  /** Of an outage of all services of a host: those that have not come back yet, by id. */
  affected: z.array(Id).default([]),
  /** The number of the outage that it turned out to be a part of; it is closed then. */
  mergedInto: z.number().int().positive().nullable().default(null),
  /** Number of the newest entry of its timeline: a window that shows it sees by it that there is more to read. */
  newestEntry: z.number().int().nonnegative().default(0),
  /** It came in with another console's journal: history, with no clock and no alerts. */
  imported: z.boolean().default(false),
  /** Of one that was imported: the hash of its first entry where it came from, so that it comes in once. */
  importedFrom: z.string().nullable().default(null),
  /** Done or skipped in the order of `incidentSteps`, each once. */
  steps: z.record(IncidentStep, StepRecord),
});
export type Incident = z.infer<typeof Incident>;

/** What an entry tells. The catalogues name each; the entry's `text` holds only what no catalogue can know. */
export const TimelineEvent = z.enum([
  'opened',
  /** The check that opened it fails again, or still. */
  'alert',
  /** It was recovered, and its cause failed again. */
  'relapsed',
  /** One more service fails of the same outage. */
  'spread',
  /** It turned out to be a part of a bigger one, which goes on: `→ #5`. */
  'merged',
  /** The tile changed without recovering: degraded, paused, unobserved. */
  'status',
  'recovered',
  'acknowledged',
  'step-done',
  'step-skipped',
  /** A skipped review that a raised severity asks for after all. */
  'step-reopened',
  'note',
  /** `P3 → P1`, and the reason on the next line. */
  'severity',
  /** The command line after `$ `, then how it ended, then its output. */
  'command',
  /** Three quarters of the time to respond are over. */
  'nearly-due',
  /** Nobody responded in time. */
  'breached',
  'closed',
  /** The post-mortem was written or changed. */
  'post-mortem',
  /** Its name, then its size in bytes and its SHA-256 on the next line: see `attachmentOf`. */
  'attachment',
  /** It came in with another console's journal; where from, and its number there. */
  'imported',
]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;

/**
 * One entry of the append-only journal. `hash` is the SHA-256 of the previous entry's hash and of this entry's
 * content, so that a row edited from outside shows. The order is that of `seq`: clocks can be set back.
 */
export const TimelineEntry = z.object({
  seq: z.number().int().positive(),
  incidentId: Id,
  at: Instant,
  kind: z.enum(['check', 'person', 'action', 'system']),
  event: TimelineEvent,
  step: IncidentStep.nullable(),
  author: z.string(),
  text: z.string(),
  hash: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;
