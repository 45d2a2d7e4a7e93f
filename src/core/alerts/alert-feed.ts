import type { AlertChannel, AlertConfig } from '../../shared/domain/alerts.ts';
import { alertChannels } from '../../shared/domain/alerts.ts';
import type { Incident } from '../../shared/domain/incident.ts';
import type { AlertContent, AlertDraft } from './alert-content.ts';
import type { JournalNews } from './alert-repository.ts';
import { type ComposeContext, composeNews, composeReminders } from './compose-alerts.ts';
import type { Alerts } from './outbox-sender.ts';

/** What fails together is told together: news wait until this long nothing more came, … */
export const gatherMs = 5_000;
/** … but no longer than this. */
export const gatherAtMostMs = 15_000;
/** Older news are history: what still fails of it is told by its reminder. */
export const newsForMs = 86_400_000;

/** When the newest news may be told, or 0 for now. */
export function gatherUntil(entries: readonly Pick<JournalNews, 'at'>[], now: number): number {
  const [first, last] = [entries.at(0), entries.at(-1)];
  if (!first || !last) return 0;
  const until = Math.min(last.at + gatherMs, first.at + gatherAtMostMs);
  // A clock that was set back must not hold an alert up.
  return until > now && until <= now + gatherAtMostMs ? until : 0;
}

export interface AlertFeed {
  /**
   * Makes messages of what the journal has anew, and of what is to be reminded of.
   * @returns how many were made, and when it should look again, or null when nothing is on its way
   */
  feed(): Promise<{ readonly told: number; readonly next: number | null }>;
}

/** Turns the journal into messages for the channels that are to hear of it. */
export function createAlertFeed(ports: {
  readonly alerts: Alerts;
  readonly now: () => number;
  readonly context: (config: AlertConfig) => ComposeContext;
  /** The desktop's is in the settings. */
  readonly isOn: (channel: AlertChannel, config: AlertConfig) => boolean;
  /** Whether somebody else (the night watch) has told Telegram of it already. Must not throw. */
  readonly toldElsewhere?: (news: JournalNews) => Promise<boolean>;
  /** Whether a silence holds for what an incident is about: then it is not reminded of. */
  readonly isSilenced?: (incident: Incident) => boolean;
}): AlertFeed {
  const { alerts } = ports;

  function draftsOf(contents: readonly AlertContent[], config: AlertConfig): AlertDraft[] {
    return contents.flatMap((content) =>
      alertChannels
        .filter((channel) => config.routes[content.severity].includes(channel) && ports.isOn(channel, config))
        .map((channel) => ({ channel, content, urgent: content.severity === 'P1' })),
    );
  }

  async function withoutTold(news: readonly JournalNews[]): Promise<readonly JournalNews[]> {
    const { toldElsewhere } = ports;
    if (!toldElsewhere) return news;
    const told = await Promise.all(news.map((entry) => toldElsewhere(entry)));
    return news.filter((_entry, index) => !told[index]);
  }

  async function tellNews(config: AlertConfig): Promise<{ told: number; next: number | null }> {
    const now = ports.now();
    const news = await alerts.news();
    if (news.upTo === news.cursor) return { told: 0, next: null };
    const fresh = news.entries.filter(({ at }) => now - at < newsForMs);
    const until = gatherUntil(fresh, now);
    if (until > 0) return { told: 0, next: until };
    const contents = composeNews(fresh, ports.context(config));
    const told = new Set(contents.flatMap(({ incidents }) => incidents.map(({ id }) => id)));
    // The night watch knows Telegram only: the other channels hear of everything from here.
    const untold = await withoutTold(fresh);
    const drafts = [
      ...draftsOf(contents, config).filter(({ channel }) => channel !== 'telegram'),
      ...draftsOf(composeNews(untold, ports.context(config)), config).filter(
        ({ channel }) => channel === 'telegram',
      ),
    ];
    const isOurs = await alerts.tellNews({ cursor: news.cursor, upTo: news.upTo }, drafts, [...told], now);
    return { told: isOurs ? drafts.length : 0, next: null };
  }

  async function remind(config: AlertConfig): Promise<{ told: number; next: number | null }> {
    const now = ports.now();
    const due: Incident[] = [];
    const untold: string[] = [];
    let next: number | null = null;
    for (const { incident, toldAt, waiting } of await alerts.openIncidents()) {
      const every = config.remindEveryMinutes[incident.severity] * 60_000;
      if (ports.isSilenced?.(incident)) continue;
      if (every === 0 || incident.acknowledgedAt !== null || incident.recoveredAt !== null) continue;
      // Opened before alerts knew of it: its time begins now.
      if (toldAt === null) untold.push(incident.id);
      // While nothing gets through, or quiet hours hold it, reminders would only pile up behind it.
      else if (waiting) continue;
      else if (now >= toldAt + every || toldAt > now) due.push(incident);
      next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(toldAt ?? now, now - every) + every);
    }
    if (due.length === 0 && untold.length === 0) return { told: 0, next };
    const drafts = draftsOf(composeReminders(due, now, ports.context(config)), config);
    await alerts.remind(drafts, [...untold, ...due.map(({ id }) => id)], now);
    return { told: drafts.length, next };
  }

  return {
    async feed() {
      const config = await alerts.config();
      const news = await tellNews(config);
      // What nobody was told of yet is not to be reminded of.
      if (news.next !== null) return news;
      const reminders = await remind(config);
      return { told: news.told + reminders.told, next: reminders.next };
    },
  };
}
