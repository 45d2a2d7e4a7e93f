import { type Incident, incidentSteps, type TimelineEntry } from '../../../shared/domain/incident.ts';
import type { PostMortem } from '../../../shared/domain/post-mortem.ts';
import { documentWords, type Language } from './document-words.ts';

/** A document as its parts: written as Markdown or as a page, whatever its texts hold. */
export interface Document {
  readonly language: Language;
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly Section[];
}
export interface Section {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

export interface DocumentSource {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  readonly postMortem: PostMortem;
  /** False: the journal was changed from outside, which the document says. */
  readonly isIntact: boolean;
}

/**
 * The post-mortem of an incident: the facts out of its timeline, the rest as people wrote it.
 * @param timeZone IANA name, for all times in it
 */
export function composeDocument(source: DocumentSource, language: Language, timeZone: string): Document {
  const { incident, entries, postMortem } = source;
  const words = documentWords[language];
  const time = (at: number | null): string => (at === null ? '–' : timeText(at, language, timeZone));
  const ended = incident.recoveredAt ?? incident.closedAt;
  const written = (text: string): string[] =>
    text.trim() === '' ? [words.notWritten] : text.split(/\n{2,}/);
  return {
    language,
    title: `${words.title} #${incident.number}: ${incident.title}`,
    facts: [
      [words.severity, `${incident.severity} (${words.severities[incident.severity]})`],
      // Its first sign may be older than the failure that opened it.
      ...(incident.startedAt === null ? [] : [[words.began, time(incident.startedAt)] as const]),
      [words.opened, `${time(incident.openedAt)} (${words.openedBy[incident.openedBy]})`],
      [words.responded, time(incident.acknowledgedAt)],
      [words.inTime, incident.breached ? words.no : words.yes],
      [words.recovered, time(incident.recoveredAt)],
      [words.closed, time(incident.closedAt)],
      [words.duration, ended === null ? words.goesOn : durationText(ended - incident.openedAt, language)],
      [words.journal, source.isIntact ? words.intact : words.broken],
    ],
    sections: [
      { title: words.impact, paragraphs: written(postMortem.impact) },
      { title: words.rootCause, paragraphs: written(postMortem.rootCause) },
      { title: words.wentWell, paragraphs: written(postMortem.wentWell) },
      { title: words.wentBadly, paragraphs: written(postMortem.wentBadly) },
      postMortem.followUps.length === 0
        ? { title: words.followUps, paragraphs: [words.none] }
        : {
            title: words.followUps,
            table: {
              head: [words.what, words.owner, words.due, words.done],
              rows: postMortem.followUps.map(({ text, owner, due, doneAt }) => [
                text,
                owner || '–',
                due ?? '–',
                time(doneAt),
              ]),
            },
          },
      {
        title: words.procedure,
        table: {
          head: [words.step, words.state, words.by, words.note],
          rows: incidentSteps.map((step) => {
            const { state, by, note } = incident.steps[step];
            return [words.steps[step], words.stepStates[state], by || '–', note || '–'];
          }),
        },
      },
      {
        title: words.timeline,
        table: {
          head: [words.time, words.event, words.by, words.note],
          rows: entries.map((entry) => [
            time(entry.at),
            entry.step === null
              ? words.events[entry.event]
              : `${words.events[entry.event]} (${words.steps[entry.step]})`,
            entry.author,
            entry.text || '–',
          ]),
        },
      },
    ],
  };
}

function timeText(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(at);
}

function durationText(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const [hour, minute] = language === 'id' ? ['jam', 'menit'] : ['h', 'min'];
  if (minutes < 1) return language === 'id' ? 'kurang dari semenit' : 'less than a minute';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} ${minute}` : `${hours} ${hour} ${minutes % 60} ${minute}`;
}
