import type { AlertConfig, AlertKind } from '../../shared/domain/alerts.ts';
import type { Incident } from '../../shared/domain/incident.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { AlertContent } from './alert-content.ts';
import type { JournalNews } from './alert-repository.ts';
import { type Language, recoveryTitle, timeText, wordsIn } from './alert-texts.ts';

/** What the words of a message need besides the journal. */
export interface ComposeContext {
  readonly language: Language;
  readonly timeZone: AlertConfig['timeZone'];
  readonly hostName: (hostId: string) => string;
  readonly serviceName: (hostId: string, serviceId: string) => string;
}

interface Told {
  readonly kind: AlertKind;
  readonly incident: Incident;
  readonly at: number;
}

/** Names are written by people and servers: one line, no control characters, nothing personal, never too long. */
const clean = (text: string, longest = 120): string => redactText(plainDetail(text), longest);

/** Of a group, so many are named. */
const mostNamed = 12;

/** What an entry of the journal is as an alert; null when nobody has to hear of it. */
function kindOf({ event, kind, text, incident }: JournalNews): AlertKind | null {
  // The outage that it is a part of tells of it; what came with another console's journal is history.
  if (incident.mergedInto !== null || incident.imported) return null;
  switch (event) {
    case 'opened':
      return kind === 'person' ? 'opened' : 'down';
    case 'relapsed':
    case 'recovered':
    case 'nearly-due':
    case 'breached':
      return event;
    case 'severity': {
      const [, before = '', after = ''] = /^(P[1-4]) → (P[1-4])/.exec(text) ?? [];
      // 'P1' < 'P2': the smaller is the more severe.
      return after < before ? 'raised' : null;
    }
    default:
      return null;
  }
}

/**
 * The messages that news of the journal make: what failed together on one host is one, what recovered together too.
 * They hold names, states and times, never what a service answered: that may be anything, and anybody's.
 */
export function composeNews(news: readonly JournalNews[], context: ComposeContext): AlertContent[] {
  const told: Told[] = [];
  for (const entry of news) {
    const kind = kindOf(entry);
    if (kind === null) continue;
    // What only now opened carries its severity, whatever it was a moment before.
    const isKnown = told.some(
      ({ incident, kind: earlier }) => incident.id === entry.incident.id && earlier !== 'recovered',
    );
    if (kind === 'raised' && isKnown) continue;
    told.push({ kind, incident: entry.incident, at: entry.at });
  }
  const groups: Told[][] = [];
  for (const one of told) {
    const family = familyOf(one.kind);
    const group = groups.findLast(
      ([first]) =>
        first &&
        family !== null &&
        familyOf(first.kind) === family &&
        first.incident.hostId === one.incident.hostId,
    );
    const isThere = group?.some(({ incident }) => incident.id === one.incident.id);
    if (group && !isThere) group.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => contentOf(group, context));
}

/** Reminders of what still fails, one message a host. */
export function composeReminders(
  incidents: readonly Incident[],
  now: number,
  context: ComposeContext,
): AlertContent[] {
  const byHost = Map.groupBy(incidents, ({ hostId }) => hostId);
  return [...byHost.values()].map((group) =>
    contentOf(
      group.map((incident) => ({ kind: 'reminder' as const, incident, at: now })),
      context,
    ),
  );
}

/** What the Test button sends. */
export function testContent(
  now: number,
  context: Pick<ComposeContext, 'language' | 'timeZone'>,
): AlertContent {
  const words = wordsIn(context.language);
  return {
    kind: 'test',
    severity: 'P4',
    title: words.test,
    lines: [words.testLine, timeText(now, context.language, context.timeZone)],
    repeatNote: words.repeat,
    at: now,
    incidents: [],
    host: null,
  };
}

/** Only bad news of checks and recoveries are put together; what a person did stands alone. */
function familyOf(kind: AlertKind): 'down' | 'recovered' | null {
  if (kind === 'down' || kind === 'relapsed') return 'down';
  return kind === 'recovered' ? 'recovered' : null;
}

function contentOf(group: readonly Told[], context: ComposeContext): AlertContent {
  const [first] = [...group].sort((a, b) => a.incident.severity.localeCompare(b.incident.severity));
  if (!first) throw new Error('a message is about something');
  const { incident } = first;
  const host = incident.hostId === null ? null : clean(context.hostName(incident.hostId));
  const single = group.length === 1 ? describe(first, context) : null;
  const { title, lines } = single ?? describeSeveral(first, group, context);
  return {
    kind: first.kind,
    severity: incident.severity,
    title,
    lines: [...(host === null ? [] : [wordsIn(context.language).server(host)]), ...lines],
    repeatNote: wordsIn(context.language).repeat,
    at: Math.max(...group.map(({ at }) => at)),
    incidents: group.map(({ incident: { id, number, severity, hostId, serviceId } }) => ({
      id,
      number,
      severity,
      service: hostId === null || serviceId === null ? null : clean(context.serviceName(hostId, serviceId)),
    })),
    host,
  };
}

function describe({ kind, incident, at }: Told, context: ComposeContext): { title: string; lines: string[] } {
  const { language, timeZone } = context;
  const words = wordsIn(language);
  const name = clean(incident.title);
  const time = (instant: number): string => timeText(instant, language, timeZone);
  const place = words.incident(incident.number, incident.severity);
  const due = incident.acknowledgedAt === null ? [words.respondBy(time(incident.respondBy))] : [];
  switch (kind) {
    case 'recovered': {
      const lasted = words.lasted(Math.floor(Math.max(0, at - incident.openedAt) / 60_000));
      return { title: recoveryOf(incident, context), lines: [place, `${time(at)} · ${lasted}`] };
    }
    case 'relapsed':
      return { title: name, lines: [place, `${time(at)} · ${words.relapsed}`, ...due] };
    case 'raised':
      return { title: name, lines: [place, words.raised(incident.severity), ...due] };
    case 'nearly-due':
      return { title: words.nearlyDue(name), lines: [place, ...due] };
    case 'breached':
      return { title: words.breached(name), lines: [place, words.since(time(incident.openedAt))] };
    case 'reminder':
      return { title: words.reminder(name), lines: [place, words.since(time(incident.openedAt)), ...due] };
    default:
      return { title: name, lines: [place, words.since(time(incident.openedAt)), ...due] };
  }
}

function recoveryOf(incident: Incident, context: ComposeContext): string {
  const { hostId, serviceId, cause } = incident;
  const { language } = context;
  if (hostId !== null && serviceId !== null)
    return recoveryTitle('service', clean(context.serviceName(hostId, serviceId)), language);
  if (hostId !== null && cause === hostId)
    return recoveryTitle('host', clean(context.hostName(hostId)), language);
  return wordsIn(language).resolved(clean(incident.title));
}

function describeSeveral(
  first: Told,
  group: readonly Told[],
  context: ComposeContext,
): { title: string; lines: string[] } {
  const words = wordsIn(context.language);
  const kind = first.kind === 'reminder' ? 'reminder' : (familyOf(first.kind) ?? 'down');
  const named = group.slice(0, mostNamed).map(({ incident }) => {
    const what = kind === 'recovered' ? recoveryOf(incident, context) : clean(incident.title);
    return `• ${what} (#${incident.number} · ${incident.severity})`;
  });
  const more = group.length > mostNamed ? [`… +${group.length - mostNamed}`] : [];
  return {
    title: words.several[kind](group.length),
    lines: [...named, ...more, timeText(first.at, context.language, context.timeZone)],
  };
}
