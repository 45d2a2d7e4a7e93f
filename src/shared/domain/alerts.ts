import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Severity } from './incident.ts';
import { Instant } from './status.ts';
import { TimeZone } from './time-zone.ts';

/** The ways to the admin. There is one of each: several groups are what a Telegram group is for. */
export const alertChannels = ['desktop', 'telegram', 'webhook'] as const;
export const AlertChannel = z.enum(alertChannels);
export type AlertChannel = z.infer<typeof AlertChannel>;

/** `23:30`, on the clock of the quiet hours' time zone. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 22:00');

/** A chat's number (groups are negative), or a public group's @name. */
export const ChatId = z.string().regex(/^(-?[1-9]\d{0,18}|@[A-Za-z]\w{4,31})$/, 'a number or an @name');

const bySeverity = <T extends z.ZodType>(shape: T) =>
  z.strictObject({ P1: shape, P2: shape, P3: shape, P4: shape });

/** How alerts reach people. Secrets (the bot's token, the webhook's address) are in the vault, never in here. */
export const AlertConfig = z.strictObject({
  telegram: z.strictObject({
    enabled: z.boolean(),
    /** Empty until the admin has given one. */
    chatId: ChatId.or(z.literal('')),
    /** The topic of a group with topics; null for the group itself. */
    topicId: z.number().int().positive().max(2_147_483_647).nullable(),
  }),
  webhook: z.strictObject({
    enabled: z.boolean(),
    /** A header that carries a secret from the vault, as `Authorization`; empty for none. */
    secretHeader: z.string().regex(/^([A-Za-z0-9!#$%&'*+.^_`|~-]{1,64})?$/, 'a header name'),
  }),
  /** Which channels hear of which severity. */
  routes: bySeverity(z.array(AlertChannel).max(alertChannels.length)),
  /** Minutes between reminders of what still fails and nobody has responded to; 0 for none. */
  remindEveryMinutes: bySeverity(z.number().int().min(0).max(10_080)),
  /** Messages wait until the quiet hours are over. P1 never waits. */
  quietHours: z.strictObject({ enabled: z.boolean(), from: TimeOfDay, to: TimeOfDay }),
  /** Of the quiet hours and of the times in messages; null: this computer's own. */
  timeZone: TimeZone.nullable(),
});
export type AlertConfig = z.infer<typeof AlertConfig>;

export const defaultAlertConfig: AlertConfig = {
  telegram: { enabled: false, chatId: '', topicId: null },
  webhook: { enabled: false, secretHeader: '' },
  routes: {
    P1: ['desktop', 'telegram', 'webhook'],
    P2: ['desktop', 'telegram', 'webhook'],
    P3: ['desktop', 'telegram', 'webhook'],
    P4: ['desktop'],
  },
  remindEveryMinutes: { P1: 15, P2: 60, P3: 0, P4: 0 },
  quietHours: { enabled: false, from: '22:00', to: '06:00' },
  timeZone: null,
};

/** The vault's names for what the channels need. There is no operation that reads one back. */
export const alertSecrets = {
  'telegram-token': 'telegram/token',
  'webhook-url': 'webhook/url',
  'webhook-header': 'webhook/header',
} as const;
export const AlertSecret = z.enum(['telegram-token', 'webhook-url', 'webhook-header']);
export type AlertSecret = z.infer<typeof AlertSecret>;

export const AlertKind = z.enum([
  'down',
  'relapsed',
  'recovered',
  'opened',
  'raised',
  'nearly-due',
  'breached',
  'reminder',
  'test',
]);
export type AlertKind = z.infer<typeof AlertKind>;

/**
 * A message in the outbox. `sending` has left, or was about to when Ronda was killed; `dropped` was removed by a person
 * or because too many were waiting.
 */
export const AlertMessage = z.object({
  seq: z.number().int().positive(),
  channel: AlertChannel,
  incidentId: z.string().nullable(),
  kind: AlertKind,
  severity: Severity,
  title: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed', 'dropped']),
  createdAt: Instant,
  /** The next attempt is not made before. */
  dueAt: Instant,
  attempts: z.number().int().nonnegative(),
  /** An attempt was cut off after it had left: the receiver may have it already. */
  unsure: z.boolean(),
  settledAt: Instant.nullable(),
  /** What the last attempt said. */
  error: ErrorShape.nullable(),
});
export type AlertMessage = z.infer<typeof AlertMessage>;

export const ChannelView = z.object({
  channel: AlertChannel,
  /**
   * `off`: switched off; `incomplete`: its address or secret is missing; `locked`: the vault is; `stopped`: the other
   * side refuses us, and nothing is tried until the admin has seen to it; `waiting`: the last attempt failed, another
   * one follows; `held`: in quiet hours.
   */
  state: z.enum(['off', 'incomplete', 'locked', 'stopped', 'waiting', 'held', 'ready']),
  error: ErrorShape.nullable(),
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Dropped unread because too many were waiting. */
  dropped: z.number().int().nonnegative(),
  lastSentAt: Instant.nullable(),
  nextAttemptAt: Instant.nullable(),
});
export type ChannelView = z.infer<typeof ChannelView>;

/** What the window shows of alerts: everything but the secrets. */
export const AlertsView = z.object({
  config: AlertConfig,
  channels: z.array(ChannelView),
  /** Which secrets are set; null while the vault is locked. */
  secrets: z.record(AlertSecret, z.boolean()).nullable(),
  /** Scheme and host of the webhook: its path may be a secret. Empty when there is none. */
  webhookOrigin: z.string(),
  /** Until when messages other than P1 are held; null outside the quiet hours. */
  quietUntil: Instant.nullable(),
  /** Waiting and failed, oldest first, at most a hundred. */
  outbox: z.array(AlertMessage),
});
export type AlertsView = z.infer<typeof AlertsView>;
