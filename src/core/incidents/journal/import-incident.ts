import { type Incident, IncidentStep, TimelineEvent } from '../../../shared/domain/incident.ts';
import type { Changed, EntryDraft } from '../change-incident.ts';
import { SYSTEM_AUTHOR } from '../change-incident.ts';
import type { ReadIncident } from './journal-file.ts';

/** The hash that tells an incident of another journal from every other: that of its first entry. */
export function originOf({ entries }: ReadIncident): string {
  return entries[0]?.hash ?? '';
}

/**
 * An incident of another console as history of ours: its own number, no cause that a check could join, no clock. Its
 * entries keep their times and authors, and take their place in our chain; a last one says where they came from.
 */
export function importIncident(read: ReadIncident, number: number, at: number): Changed {
  const { incident: theirs, entries } = read;
  const incident: Incident = {
    ...theirs,
    id: `incident-${number}`,
    number,
    cause: null,
    mergedInto: null,
    imported: true,
    importedFrom: originOf(read),
  };
  const drafts: EntryDraft[] = entries.map((entry) => ({
    at: entry.at,
    kind: entry.kind,
    event: TimelineEvent.safeParse(entry.event).data ?? 'note',
    step: entry.step === null ? null : (IncidentStep.safeParse(entry.step).data ?? null),
    author: entry.author,
    text: entry.text,
  }));
  const last: EntryDraft = {
    at,
    kind: 'system',
    event: 'imported',
    step: null,
    author: SYSTEM_AUTHOR,
    text: `#${theirs.number} · ${originOf(read)}`,
  };
  return { incident, entries: [...drafts, last] };
}
