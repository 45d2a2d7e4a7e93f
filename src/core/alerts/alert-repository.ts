import type { Database } from 'better-sqlite3';
import { AlertConfig, defaultAlertConfig } from '../../shared/domain/alerts.ts';
import { Incident, type TimelineEntry } from '../../shared/domain/incident.ts';
import type { AlertDraft } from './alert-content.ts';
import { createOutboxRepository } from './outbox-repository.ts';

/** An entry of the journal that somebody may have to hear of, with its incident as it is now. */
export interface JournalNews extends Pick<TimelineEntry, 'seq' | 'at' | 'kind' | 'event' | 'text'> {
  readonly incident: Incident;
}

export interface News {
  readonly cursor: number;
  /** Up to here the journal was looked at. */
  readonly upTo: number;
  readonly entries: readonly JournalNews[];
}

interface NewsRow extends Pick<TimelineEntry, 'seq' | 'at' | 'kind' | 'event' | 'text'> {
  readonly entity: string;
}

const mostNews = 500;

/**
 * What alerts keep: their settings, how far the journal was told, and the outbox. Messages are made from the journal
 * and the place reached is moved in the same transaction, so that a crash between the two neither loses nor repeats one.
 */
export function createAlertRepository(db: Database) {
  const readConfig = db.prepare<[], { entity: string }>('SELECT entity FROM alert_config WHERE id = 1');
  const writeConfig = db.prepare<[string]>(
    'INSERT INTO alert_config (id, entity) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET entity = excluded.entity',
  );
  const readCursor = db.prepare<[], number>('SELECT seq FROM alert_cursor WHERE id = 1').pluck();
  const writeCursor = db.prepare<[number]>('UPDATE alert_cursor SET seq = ? WHERE id = 1');
  const headSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM timeline').pluck();
  const newsAfter = db.prepare<[number, number, number], NewsRow>(
    `SELECT t.seq, t.at, t.kind, t.event, t.text, i.entity FROM timeline t JOIN incident i ON i.id = t.incident_id
     WHERE t.seq > ? AND t.seq <= ? AND t.event IN ('opened', 'relapsed', 'recovered', 'severity', 'nearly-due', 'breached')
     ORDER BY t.seq LIMIT ?`,
  );
  const openIncidents = db.prepare<[], { entity: string; toldAt: number | null; waiting: number }>(
    `SELECT i.entity, told.at AS toldAt,
       EXISTS (SELECT 1 FROM alert_message m, json_each(m.content, '$.incidents') told_of
         WHERE m.state IN ('waiting', 'sending') AND json_extract(told_of.value, '$.id') = i.id) AS waiting
     FROM incident i LEFT JOIN alert_told told ON told.incident_id = i.id WHERE i.state = 'open' ORDER BY i.number`,
  );
  const tell = db.prepare<[string, number]>(
    'INSERT INTO alert_told (incident_id, at) VALUES (?, ?) ON CONFLICT (incident_id) DO UPDATE SET at = excluded.at',
  );
  const forgetTold = db.prepare(
    "DELETE FROM alert_told WHERE incident_id IN (SELECT id FROM incident WHERE state = 'closed')",
  );
  const outbox = createOutboxRepository(db);

  /** Moves on only from where the caller read: of two that read the same news one tells it. */
  const tellNews = db.transaction(
    (
      news: Pick<News, 'cursor' | 'upTo'>,
      drafts: readonly AlertDraft[],
      told: readonly string[],
      now: number,
    ) => {
      if (readCursor.get() !== news.cursor) return false;
      writeCursor.run(news.upTo);
      for (const incidentId of told) tell.run(incidentId, now);
      outbox.add(drafts, now);
      return true;
    },
  );
  const remind = db.transaction((drafts: readonly AlertDraft[], told: readonly string[], now: number) => {
    for (const incidentId of told) tell.run(incidentId, now);
    outbox.add(drafts, now);
  });

  return {
    ...outbox.methods,
    /** A config that this build cannot read any more counts as none. */
    config(): AlertConfig {
      const parsed = AlertConfig.safeParse(parseJson(readConfig.get()?.entity));
      return parsed.success ? parsed.data : defaultAlertConfig;
    },
    saveConfig(config: AlertConfig): void {
      writeConfig.run(JSON.stringify(config));
    },
    /** What the journal has that nobody was told of yet, oldest first. An incident that cannot be read is passed over. */
    news(): News {
      const cursor = readCursor.get() ?? 0;
      const head = headSeq.get() ?? 0;
      const rows = newsAfter.all(cursor, head, mostNews);
      const last = rows.at(-1);
      const entries = rows.flatMap(({ entity, ...entry }) => {
        const incident = Incident.safeParse(parseJson(entity));
        return incident.success ? [{ ...entry, incident: incident.data }] : [];
      });
      return { cursor, upTo: rows.length === mostNews && last ? last.seq : head, entries };
    },
    tellNews: (
      news: Pick<News, 'cursor' | 'upTo'>,
      drafts: readonly AlertDraft[],
      told: readonly string[],
      now: number,
    ): boolean => tellNews.immediate(news, drafts, told, now),
    /** Open incidents, when people were told of each last, and whether a message about it is still waiting. */
    openIncidents(): { incident: Incident; toldAt: number | null; waiting: boolean }[] {
      return openIncidents.all().flatMap(({ entity, toldAt, waiting }) => {
        const incident = Incident.safeParse(parseJson(entity));
        return incident.success && !incident.data.imported
          ? [{ incident: incident.data, toldAt, waiting: waiting === 1 }]
          : [];
      });
    },
    remind: (drafts: readonly AlertDraft[], told: readonly string[], now: number): void =>
      remind.immediate(drafts, told, now),
    /** Removes what was settled before, and what is known of closed incidents. */
    pruneAlerts(settledBefore: number): void {
      forgetTold.run();
      outbox.prune(settledBefore);
    },
  };
}

export type AlertRepository = ReturnType<typeof createAlertRepository>;

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    // A row edited from outside; the caller's schema refuses null.
    return null;
  }
}
