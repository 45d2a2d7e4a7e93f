import { z } from 'zod';
import { Incident } from '../../../shared/domain/incident.ts';
import { PostMortem } from '../../../shared/domain/post-mortem.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { hashIncidentRow } from '../timeline-hash.ts';
import { findBrokenEntries } from '../verify-timeline.ts';

export const journalFormat = 'ronda-journal/1';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Row = z.object({
  id: z.string().max(64),
  number: z.number().int().positive(),
  state: z.string().max(16),
  cause: z.string().max(300).nullable(),
  /** As it lies in the database: its hash is that of these very characters. */
  entity: z.string().max(100_000),
});
const Entry = z.object({
  seq: z.number().int().positive(),
  incidentId: z.string().max(64),
  at: z.number().int().nonnegative(),
  kind: z.enum(['check', 'person', 'action', 'system']),
  event: z.string().max(40),
  step: z.string().max(20).nullable(),
  author: z.string().max(200),
  text: z.string().max(100_000),
  incidentHash: Hash,
  prevHash: Hash,
  hash: Hash,
});

/** A whole journal in a file: rows and entries just as they lie in the database, so that the chain can be walked. */
export const JournalFile = z.object({
  format: z.literal(journalFormat),
  exportedAt: z.iso.datetime(),
  head: z.object({ seq: z.number().int().nonnegative(), hash: Hash }),
  incidents: z.array(Row).max(100_000),
  entries: z.array(Entry).max(2_000_000),
  postMortems: z.array(PostMortem).max(100_000),
});
export type JournalFile = z.infer<typeof JournalFile>;
export type JournalEntry = z.infer<typeof Entry>;

/** An incident of a journal that holds, with its entries in their order. */
export interface ReadIncident {
  readonly incident: Incident;
  readonly entries: readonly JournalEntry[];
  readonly postMortem: PostMortem | null;
}

/**
 * Reads a journal file and walks its chain.
 * @throws RondaError `incidents.not-a-journal`, `incidents.journal-tampered`
 */
export function readJournal(json: string): ReadIncident[] {
  const file = parse(json);
  const rows = new Map(file.incidents.map((row) => [row.id, row]));
  const newest = new Map<string, number>();
  for (const { incidentId, seq } of file.entries)
    newest.set(incidentId, Math.max(seq, newest.get(incidentId) ?? 0));
  const stored = file.entries.map((entry) => {
    const row = rows.get(entry.incidentId);
    const isNewest = newest.get(entry.incidentId) === entry.seq;
    return {
      ...entry,
      // What they are was checked by the hash; what they mean, below.
      event: entry.event as never,
      step: entry.step as never,
      incidentHashNow: isNewest ? (row ? hashIncidentRow(row) : '') : null,
    };
  });
  const [broken] = findBrokenEntries(stored, file.head);
  if (broken !== undefined) throw new RondaError('incidents.journal-tampered', { seq: broken });
  return file.incidents.map((row) => ({
    incident: incidentOf(row),
    entries: file.entries.filter(({ incidentId }) => incidentId === row.id),
    postMortem: file.postMortems.find(({ incidentId }) => incidentId === row.id) ?? null,
  }));
}

function parse(json: string): JournalFile {
  try {
    return JournalFile.parse(JSON.parse(json));
  } catch (error) {
    const problem =
      error instanceof z.ZodError
        ? `${error.issues[0]?.path.join('.') ?? ''}: ${error.issues[0]?.message ?? ''}`
        : plainDetail(error);
    throw new RondaError('incidents.not-a-journal', { problem }, { cause: error });
  }
}

function incidentOf({ number, entity }: z.infer<typeof Row>): Incident {
  try {
    return Incident.parse(JSON.parse(entity));
  } catch (error) {
    throw new RondaError('incidents.not-a-journal', { problem: `#${number}` }, { cause: error });
  }
}
