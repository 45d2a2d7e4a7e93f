import { z } from 'zod';

/** A time zone by its name, as `Asia/Jakarta`. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'a time zone such as Asia/Jakarta');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: the name is nothing that this computer's calendar knows.
    return false;
  }
}
