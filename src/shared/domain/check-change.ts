import { z } from 'zod';
import { Duration } from './profile.ts';

/** A duration as it is written in a manual: `20s`, `5m`. */
const Written = z
  .string()
  .refine((text) => Duration.safeParse(text).success, 'a duration such as 20s, 5m or 1h');

/** What an admin changed of a check, beside the manual: what is absent is as the manual says. */
export const CheckChange = z.strictObject({
  enabled: z.boolean().optional(),
  every: Written.optional(),
  timeout: Written.optional(),
  retryAfter: Written.optional(),
  failures: z
    .number({ error: 'a whole number from 1 to 20' })
    .int('a whole number from 1 to 20')
    .min(1, 'a whole number from 1 to 20')
    .max(20, 'a whole number from 1 to 20')
    .optional(),
  /** Null: never too slow. */
  slowerThan: Written.nullable().optional(),
});
export type CheckChange = z.infer<typeof CheckChange>;

/** By `service/check`, of one profile. */
export const CheckChanges = z.record(z.string().regex(/^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/), CheckChange);
export type CheckChanges = z.infer<typeof CheckChanges>;

/** One check as the manual has it and as it is run. Durations in ms. */
export const CheckSettings = z.object({
  checkId: z.string(),
  kind: z.string(),
  target: z.string(),
  enabled: z.boolean(),
  every: z.number(),
  timeout: z.number(),
  retryAfter: z.number(),
  failures: z.number(),
  /** Null: never too slow; absent: this kind has no such thing. */
  slowerThan: z.number().nullable().optional(),
  /** What differs from the manual. */
  changed: CheckChange,
});
export type CheckSettings = z.infer<typeof CheckSettings>;
