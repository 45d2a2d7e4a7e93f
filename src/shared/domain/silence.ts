import { z } from 'zod';
import { CronExpression } from './cron.ts';
import { Id, Instant } from './status.ts';
import { TimeZone } from './time-zone.ts';

/** When nobody is to be called: once, or again and again (a maintenance window). */
export const SilenceWindow = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('once'), from: Instant, to: Instant })
    .refine(({ from, to }) => to > from, { path: ['to'], message: 'an end after the beginning' }),
  z.strictObject({
    kind: z.literal('recurring'),
    cron: CronExpression,
    /** How long it lasts each time. */
    minutes: z.number().int().min(1).max(10_080),
    timeZone: TimeZone,
  }),
]);
export type SilenceWindow = z.infer<typeof SilenceWindow>;

/**
 * Checks go on, but what they find is nobody's alarm: the tile says `paused` with the reason, no incident opens, and
 * the time is outside the uptime figure. What still fails at the end is told then.
 */
export const Silence = z.object({
  id: Id,
  hostId: Id,
  /** Null: the whole host, its connection and its own state too. */
  serviceId: Id.nullable(),
  reason: z.string().max(500),
  by: z.string().max(60),
  createdAt: Instant,
  window: SilenceWindow,
});
export type Silence = z.infer<typeof Silence>;

/** A silence as it stands now. */
export const SilenceView = Silence.extend({
  /** Until when it holds; null while it does not. */
  activeUntil: Instant.nullable(),
  /** When it begins next; null when it will not again. */
  nextAt: Instant.nullable(),
});
export type SilenceView = z.infer<typeof SilenceView>;

/** What a tile says of the silence it is under. */
export const ActiveSilence = z.object({
  id: Id,
  by: z.string(),
  reason: z.string(),
  until: Instant,
  /** The whole host is silent, not this service alone. */
  ofHost: z.boolean(),
});
export type ActiveSilence = z.infer<typeof ActiveSilence>;
