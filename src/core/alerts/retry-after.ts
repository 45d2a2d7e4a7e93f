/** A day: what asks for more is a mistake, or hostile. */
const longestMs = 86_400_000;

/** What a server's `retry_after` or `Retry-After` asks for, in ms; undefined when it is no usable wait. */
export function retryAfterMs(value: unknown, now: number): number | undefined {
  let ms: number;
  if (typeof value === 'number') ms = value * 1000;
  else if (typeof value !== 'string' || value.trim() === '') return undefined;
  else if (/^\d{1,12}(\.\d+)?$/.test(value.trim())) ms = Number(value) * 1000;
  else ms = Date.parse(value) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestMs) : undefined;
}

/** 5 s, doubled each time, at most five minutes; up to a fifth longer, so that many do not knock at once. */
export function backoffMs(attempts: number, random: () => number): number {
  const base = Math.min(5000 * 2 ** Math.min(Math.max(attempts - 1, 0), 10), 300_000);
  return Math.round(base * (1 + random() * 0.2));
}
