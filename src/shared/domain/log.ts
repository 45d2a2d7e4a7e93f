import { z } from 'zod';
import { Instant } from './status.ts';

export const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'unknown']);
export type LogLevel = z.infer<typeof LogLevel>;

/** One line of a container's output. */
export const LogLine = z.object({
  /** Order as the server sent it; never re-sorted by time, for clocks lie. */
  seq: z.number().int().nonnegative(),
  at: Instant.nullable(),
  stream: z.enum(['stdout', 'stderr']),
  level: LogLevel,
  /** Valid text; of all escape sequences only SGR (colours) is left in. */
  text: z.string(),
  /** Bytes cut off the end of a line that was longer than is kept; 0 for a whole line. */
  truncatedBytes: z.number().int().nonnegative(),
});
export type LogLine = z.infer<typeof LogLine>;
