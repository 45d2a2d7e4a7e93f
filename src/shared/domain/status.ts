import { z } from 'zod';

/**
 * What a tile can say. `pending` fails but is below its threshold; `paused` was stopped or silenced through
 * Ronda with a reason; `unobserved` means nobody was watching: it is never counted as up nor as down.
 */
export const Status = z.enum(['up', 'degraded', 'pending', 'down', 'paused', 'unobserved']);
export type Status = z.infer<typeof Status>;

/** Milliseconds since the Unix epoch, by the clock of the machine Ronda runs on. */
export const Instant = z.number().int().nonnegative();

/** An identifier of ours: safe as a file name, a URL segment and an object key. */
export const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and dashes')
  .refine((id) => id !== 'constructor' && id !== 'prototype', 'a reserved word');
