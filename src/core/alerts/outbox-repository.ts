import type { Database } from 'better-sqlite3';
import type { AlertChannel, AlertMessage } from '../../shared/domain/alerts.ts';
import { type ErrorShape, RondaError } from '../../shared/errors.ts';
import { AlertContent, type AlertDraft } from './alert-content.ts';

/** More than this waiting on one channel: the oldest give way, those of P1 last. */
export const mostWaiting = 200;
/** What could not be delivered in this time is news no more; what still fails is told again by its reminder. */
export const expiresAfterMs = 86_400_000;
/** So many attempts may leave without an answer: each may have arrived, so a receiver sees at most this many copies. */
export const mostUnsure = 3;

interface Row {
  readonly seq: number;
  readonly channel: AlertChannel;
  readonly incidentId: string | null;
  readonly createdAt: number;
  readonly state: AlertMessage['state'];
  readonly dueAt: number;
  readonly attempts: number;
  readonly unsure: number;
  readonly settledAt: number | null;
  readonly error: string | null;
  readonly content: string;
}

export interface ClaimedMessage {
  readonly seq: number;
  readonly id: string;
  readonly content: AlertContent;
  /** This one counted. */
  readonly attempts: number;
  readonly unsure: number;
}

/** What is to be written after an attempt. */
export type Settlement =
  | { readonly kind: 'sent'; readonly warning: ErrorShape | null }
  | { readonly kind: 'failed'; readonly error: ErrorShape }
  | { readonly kind: 'retry'; readonly error: ErrorShape; readonly dueAt: number; readonly unsure: boolean }
  | { readonly kind: 'stop'; readonly error: ErrorShape }
  /** It was not tried after all. */
  | { readonly kind: 'untried' };

export interface ChannelRow {
  readonly channel: AlertChannel;
  readonly stopped: ErrorShape | null;
  readonly notBefore: number;
  readonly sentAt: number | null;
  readonly dropped: number;
  readonly waiting: number;
  readonly waitingUrgent: number;
  readonly failed: number;
  /** Of the first one that waits. */
  readonly error: ErrorShape | null;
}

const columns = `seq, channel, incident_id AS incidentId, created_at AS createdAt, state, due_at AS dueAt, attempts,
  unsure, settled_at AS settledAt, error, content`;

/**
 * The outbox: what waits, what is under way, what came of it. A message under way is marked before it leaves, so that
 * after a crash it is known as one that may have arrived.
 */
export function createOutboxRepository(db: Database) {
  const insert = db.prepare(
    `INSERT INTO alert_message (channel, incident_id, kind, severity, urgent, created_at, due_at, content)
     VALUES (:channel, :incidentId, :kind, :severity, :urgent, :now, :now, :content)`,
  );
  const crowd = db.prepare<{ channel: string; now: number; most: number }>(
    `UPDATE alert_message SET state = 'dropped', settled_at = :now WHERE seq IN (
       SELECT seq FROM alert_message WHERE channel = :channel AND state = 'waiting'
       ORDER BY urgent DESC, seq DESC LIMIT -1 OFFSET :most)`,
  );
  const ensure = db.prepare<[string]>('INSERT OR IGNORE INTO alert_channel (channel) VALUES (?)');
  const countDropped = db.prepare<[number, string]>(
    'UPDATE alert_channel SET dropped = dropped + ? WHERE channel = ?',
  );
  const old = db.prepare<[string, number], Pick<Row, 'seq' | 'error'>>(
    "SELECT seq, error FROM alert_message WHERE channel = ? AND state = 'waiting' AND created_at < ?",
  );
  const expire = db.prepare<{ seq: number; now: number; error: string }>(
    "UPDATE alert_message SET state = 'failed', settled_at = :now, error = :error WHERE seq = :seq",
  );
  const readChannel = db.prepare<
    [string],
    { stopped: string | null; notBefore: number; sentAt: number | null; dropped: number }
  >(
    'SELECT stopped, not_before AS notBefore, sent_at AS sentAt, dropped FROM alert_channel WHERE channel = ?',
  );
  const next = db.prepare<[string, number], Row>(
    `SELECT ${columns} FROM alert_message WHERE channel = ? AND state = 'waiting' AND urgent >= ? ORDER BY seq LIMIT 1`,
  );
  const mark = db.prepare<{ seq: number; holder: string; now: number }>(
    `UPDATE alert_message SET state = 'sending', attempts = attempts + 1, claimed_by = :holder, claimed_at = :now
     WHERE seq = :seq`,
  );
  const settleRow = db.prepare(
    `UPDATE alert_message SET state = :state, due_at = coalesce(:dueAt, due_at), unsure = unsure + :unsure,
       attempts = attempts + :attempts, settled_at = :settledAt, error = :error, claimed_by = NULL, claimed_at = NULL
     WHERE seq = :seq AND state = 'sending' AND claimed_by = :holder`,
  );
  const channelSent = db.prepare<[number, string]>(
    'UPDATE alert_channel SET sent_at = ?, not_before = 0, stopped = NULL WHERE channel = ?',
  );
  const channelWaits = db.prepare<[number, string]>(
    'UPDATE alert_channel SET not_before = ? WHERE channel = ?',
  );
  const channelStops = db.prepare<[string, string]>('UPDATE alert_channel SET stopped = ? WHERE channel = ?');
  const sending = db.prepare<[], Row & { claimedBy: string; claimedAt: number }>(
    `SELECT ${columns}, claimed_by AS claimedBy, claimed_at AS claimedAt FROM alert_message WHERE state = 'sending'`,
  );
  const release = db.prepare<{ seq: number; state: string; error: string; settledAt: number | null }>(
    `UPDATE alert_message SET state = :state, unsure = unsure + 1, error = :error, settled_at = :settledAt,
       claimed_by = NULL, claimed_at = NULL WHERE seq = :seq`,
  );
  const counts = db.prepare<[string], { waiting: number; waitingUrgent: number; failed: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')) AS waiting,
       count(*) FILTER (WHERE state IN ('waiting', 'sending') AND urgent = 1) AS waitingUrgent,
       count(*) FILTER (WHERE state = 'failed') AS failed FROM alert_message WHERE channel = ?`,
  );
  const newest = db.prepare<[number], Row>(`SELECT ${columns} FROM alert_message ORDER BY seq DESC LIMIT ?`);
  const pending = db.prepare<[number], Row>(
    `SELECT ${columns} FROM alert_message WHERE state IN ('waiting', 'sending', 'failed') ORDER BY seq LIMIT ?`,
  );
  const again = db.prepare<{ channel: string; seq: number | null; now: number }>(
    `UPDATE alert_message SET state = 'waiting', created_at = :now, due_at = :now, attempts = 0, unsure = 0,
       settled_at = NULL, error = NULL
     WHERE channel = :channel AND state = 'failed' AND (:seq IS NULL OR seq = :seq)`,
  );
  const dropRows = db.prepare<{ channel: string; seq: number | null; now: number }>(
    `UPDATE alert_message SET state = 'dropped', settled_at = :now
     WHERE channel = :channel AND state IN ('waiting', 'failed') AND (:seq IS NULL OR seq = :seq)`,
  );
  const pruneRows = db.prepare<[number]>(
    'DELETE FROM alert_message WHERE settled_at IS NOT NULL AND settled_at < ?',
  );

  /** Only ever called inside a transaction that took the write lock at its start. */
  function add(drafts: readonly AlertDraft[], now: number): void {
    for (const { channel, content, urgent } of drafts) {
      const { kind, severity } = content;
      const incidentId = content.incidents[0]?.id ?? null;
      const text = JSON.stringify(content);
      insert.run({ channel, incidentId, kind, severity, urgent: urgent ? 1 : 0, now, content: text });
    }
    for (const channel of new Set(drafts.map((draft) => draft.channel))) {
      ensure.run(channel);
      const { changes } = crowd.run({ channel, now, most: mostWaiting });
      if (changes > 0) countDropped.run(changes, channel);
    }
  }

  const claim = db.transaction(
    (channel: AlertChannel, holder: string, urgentOnly: boolean, now: number): ClaimedMessage | null => {
      ensure.run(channel);
      for (const { seq, error } of old.all(channel, now - expiresAfterMs)) {
        const reason = errorOf(error)?.message ?? '-';
        expire.run({
          seq,
          now,
          error: JSON.stringify(new RondaError('alerts.expired', { reason }).toShape()),
        });
      }
      const state = readChannel.get(channel);
      if (!state || state.stopped !== null || state.notBefore > now) return null;
      const row = next.get(channel, urgentOnly ? 1 : 0);
      if (!row) return null;
      mark.run({ seq: row.seq, holder, now });
      const { seq, unsure } = row;
      return {
        seq,
        id: `ronda-${row.createdAt}-${seq}`,
        content: contentOf(row),
        attempts: row.attempts + 1,
        unsure,
      };
    },
  );

  const settle = db.transaction(
    (channel: AlertChannel, seq: number, holder: string, outcome: Settlement, now: number): void => {
      const nothing = { dueAt: null, unsure: 0, attempts: 0, settledAt: null, error: null };
      const error = 'error' in outcome ? JSON.stringify(outcome.error) : null;
      const row = { ...nothing, error, seq, holder };
      const write = (more: Partial<Record<keyof typeof nothing | 'state', number | string>>): boolean =>
        settleRow.run({ ...row, ...more }).changes > 0;
      // Not ours any more: it was taken for interrupted meanwhile, and the channel is in another's hands.
      switch (outcome.kind) {
        case 'sent': {
          const warning = outcome.warning ? { error: JSON.stringify(outcome.warning) } : {};
          if (write({ state: 'sent', settledAt: now, ...warning })) channelSent.run(now, channel);
          return;
        }
        case 'failed':
          write({ state: 'failed', settledAt: now });
          return;
        case 'retry': {
          const { dueAt, unsure } = outcome;
          if (write({ state: 'waiting', dueAt, unsure: unsure ? 1 : 0 })) channelWaits.run(dueAt, channel);
          return;
        }
        case 'stop':
          if (write({ state: 'waiting' })) channelStops.run(JSON.stringify(outcome.error), channel);
          return;
        case 'untried':
          write({ state: 'waiting', attempts: -1 });
      }
    },
  );

  const releaseInterrupted = db.transaction(
    (holders: readonly string[], claimedBefore: number, now: number): number => {
      const gone = sending
        .all()
        .filter((row) => holders.includes(row.claimedBy) || row.claimedAt < claimedBefore);
      for (const { seq, unsure } of gone) {
        const isLast = unsure + 1 >= mostUnsure;
        const error = JSON.stringify(unansweredError('Ronda', unsure + 1).toShape());
        release.run({ seq, error, state: isLast ? 'failed' : 'waiting', settledAt: isLast ? now : null });
      }
      return gone.length;
    },
  );

  return {
    add,
    prune: (settledBefore: number): number => pruneRows.run(settledBefore).changes,
    methods: {
      /** Marks the next message as under way; null when none may go now. What is too old is failed on the way. */
      claim: (
        channel: AlertChannel,
        holder: string,
        urgentOnly: boolean,
        now: number,
      ): ClaimedMessage | null => claim.immediate(channel, holder, urgentOnly, now),
      settle: (channel: AlertChannel, seq: number, holder: string, outcome: Settlement, now: number): void =>
        settle.immediate(channel, seq, holder, outcome, now),
      /** Who holds the messages that are under way. */
      sendingHolders: (): string[] => [...new Set(sending.all().map(({ claimedBy }) => claimedBy))],
      /** Takes back what these processes, which have ended, or anybody long ago, had under way. */
      releaseInterrupted: (holders: readonly string[], claimedBefore: number, now: number): number =>
        releaseInterrupted.immediate(holders, claimedBefore, now),
      channelRow(channel: AlertChannel): ChannelRow {
        const { stopped = null, ...row } = readChannel.get(channel) ?? {
          notBefore: 0,
          sentAt: null,
          dropped: 0,
        };
        const count = counts.get(channel) ?? { waiting: 0, waitingUrgent: 0, failed: 0 };
        return {
          channel,
          ...row,
          ...count,
          stopped: errorOf(stopped),
          error: errorOf(next.get(channel, 0)?.error),
        };
      },
      /** Nothing is tried on it until it is resumed. */
      stop(channel: AlertChannel, error: ErrorShape): void {
        ensure.run(channel);
        channelStops.run(JSON.stringify(error), channel);
      },
      /** Lets a channel run again. */
      resume(channel: AlertChannel): void {
        ensure.run(channel);
        channelWaits.run(0, channel);
        db.prepare('UPDATE alert_channel SET stopped = NULL, dropped = 0 WHERE channel = ?').run(channel);
      },
      messages: (limit: number): AlertMessage[] => newest.all(limit).map(toMessage),
      pendingMessages: (limit: number): AlertMessage[] => pending.all(limit).map(toMessage),
      retryFailed: (channel: AlertChannel, seq: number | null, now: number): number =>
        again.run({ channel, seq, now }).changes,
      drop: (channel: AlertChannel, seq: number | null, now: number): number =>
        dropRows.run({ channel, seq, now }).changes,
    },
  };
}

/** What a message says that left and got no answer, by how often that happened. */
export function unansweredError(reason: string, times: number): RondaError {
  return times >= mostUnsure
    ? new RondaError('alerts.doubtful', { reason, times })
    : new RondaError('alerts.unanswered', { reason });
}

function contentOf(row: Row): AlertContent {
  return AlertContent.parse(JSON.parse(row.content));
}

function errorOf(text: string | null | undefined): ErrorShape | null {
  return text ? (JSON.parse(text) as ErrorShape) : null;
}

function toMessage(row: Row): AlertMessage {
  const { content: _content, error, unsure, ...rest } = row;
  const { kind, severity, title } = contentOf(row);
  return { ...rest, kind, severity, title, unsure: unsure > 0, error: errorOf(error) };
}
