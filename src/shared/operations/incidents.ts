import { z } from 'zod';
import { Attachment, maxAttachmentBytes, Sha256 } from '../domain/attachment.ts';
import { Incident, IncidentStep, Severity, TimelineEntry } from '../domain/incident.ts';
import { IncidentFigures, PostMortem } from '../domain/post-mortem.ts';
import { CommandRecord } from '../domain/service.ts';
import { Id, Instant } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const Note = z.string().trim().max(4000);
const one = z.object({ incident: Incident });
const Exec = z.strictObject({
  incidentId: Id,
  serviceId: Id,
  command: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => !text.includes('\0'), 'no NUL'),
});
const Test = z.strictObject({
  incidentId: Id,
  serviceId: Id,
  /** `copy`: a throwaway one on restored data; `staging`: the same service on another host. */
  where: z.enum(['copy', 'staging', 'production']),
  /** Where `staging` is. */
  stagingHostId: Id.optional(),
});

export const incidentOperations = {
  'incidents.list': operation({
    input: z.strictObject({ state: z.enum(['open', 'closed']).optional() }),
    output: z.object({ incidents: z.array(Incident) }),
    event: never,
  }),
  'incidents.open': operation({
    input: z.strictObject({
      title: z.string().trim().min(1).max(200),
      severity: Severity,
      hostId: Id.nullable().default(null),
      serviceId: Id.nullable().default(null),
      note: Note.default(''),
      /** When it began, as far as anybody knows. */
      startedAt: Instant.nullable().default(null),
    }),
    output: one,
    event: never,
  }),
  'incidents.acknowledge': operation({
    input: z.strictObject({ incidentId: Id }),
    output: one,
    event: never,
  }),
  /** Marks the step done, or skipped with a reason. */
  'incidents.step': operation({
    input: z.strictObject({
      incidentId: Id,
      step: IncidentStep,
      state: z.enum(['done', 'skipped']),
      note: Note,
    }),
    output: one,
    event: never,
  }),
  'incidents.note': operation({
    input: z.strictObject({ incidentId: Id, text: Note.min(1) }),
    output: one,
    event: never,
  }),
  'incidents.severity': operation({
    input: z.strictObject({ incidentId: Id, severity: Severity, reason: Note.min(1) }),
    output: one,
    event: never,
  }),
  /** A person says that it works again. It stays open: the procedure goes on. */
  'incidents.resolve': operation({
    input: z.strictObject({ incidentId: Id, note: Note.min(1) }),
    output: one,
    event: never,
  }),
  'incidents.close': operation({
    input: z.strictObject({ incidentId: Id, note: Note.default('') }),
    output: one,
    event: never,
  }),
  /** Keeps a file with the incident: log lines, a picture, anything. Its content never becomes a part of a command. */
  'incidents.attach': operation({
    input: z.strictObject({
      incidentId: Id,
      name: z.string().min(1).max(255),
      base64: z.string().max(Math.ceil((maxAttachmentBytes * 4) / 3) + 4),
      /** Lines of a log: what is personal in them is masked before they are kept. */
      isLog: z.boolean().default(false),
    }),
    output: z.object({ incident: Incident, attachment: Attachment }),
    event: never,
  }),
  /** The content of a picture, to be shown. */
  'incidents.picture': operation({
    input: z.strictObject({ incidentId: Id, sha256: Sha256 }),
    output: z.object({ dataUrl: z.string() }),
    event: never,
  }),
  /** Asks where to put it; `path` is null when the person changed their mind. */
  'incidents.export-attachment': operation({
    input: z.strictObject({ incidentId: Id, sha256: Sha256 }),
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  /** Every incident with its whole timeline and post-mortem, and the chain that holds them. */
  'incidents.journal': operation({
    input: z.strictObject({}),
    output: z.object({ json: z.string() }),
    event: never,
  }),
  'incidents.export-journal': operation({
    input: z.strictObject({}),
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  /** Takes in another console's journal as history; refused whole when its chain does not hold. */
  'incidents.import-journal': operation({
    input: z.strictObject({ json: z.string().max(64 * 1024 * 1024) }),
    output: z.object({ imported: z.number().int(), known: z.number().int() }),
    event: never,
  }),
  'incidents.exec-preview': operation({
    input: Exec,
    output: z.object({ commands: z.array(z.string()) }),
    event: never,
  }),
  /** Runs a shell command in a container of the service, for a minute at most; it goes into the timeline. */
  'incidents.exec': operation({
    input: Exec,
    output: z.object({ commands: z.array(CommandRecord) }),
    event: never,
  }),
  'incidents.test-preview': operation({
    input: Test,
    output: z.object({ commands: z.array(z.string()) }),
    event: never,
  }),
  /** Runs the service's checks on a copy, on staging, or with a reason on production; recorded in any case. */
  'incidents.test': operation({
    input: Test.extend({ reason: z.string().trim().max(500).default('') }),
    output: z.object({ ok: z.boolean(), commands: z.array(CommandRecord) }),
    event: never,
  }),
  'incidents.post-mortem': operation({
    input: z.strictObject({ incidentId: Id }),
    output: z.object({ postMortem: PostMortem }),
    event: never,
  }),
  'incidents.save-post-mortem': operation({
    input: z.strictObject({ postMortem: PostMortem.omit({ savedAt: true }) }),
    output: z.object({ postMortem: PostMortem }),
    event: never,
  }),
  'incidents.post-mortem-text': operation({
    input: z.strictObject({ incidentId: Id, language: z.enum(['en', 'id']) }),
    output: z.object({ markdown: z.string() }),
    event: never,
  }),
  /** Asks where to put it; `path` is null when the person changed their mind. */
  'incidents.export-post-mortem': operation({
    input: z.strictObject({
      incidentId: Id,
      format: z.enum(['markdown', 'pdf']),
      language: z.enum(['en', 'id']),
    }),
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  /** Means by month and severity. */
  'incidents.figures': operation({
    input: z.strictObject({}),
    output: z.object({ figures: z.array(IncidentFigures) }),
    event: never,
  }),
  'incidents.timeline': operation({
    input: z.strictObject({ incidentId: Id }),
    output: z.object({
      entries: z.array(TimelineEntry),
      /** The first entry whose hash does not fit, when the journal was edited from outside. */
      brokenAt: z.number().int().nullable(),
    }),
    event: never,
  }),
};
