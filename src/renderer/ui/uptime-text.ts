import type { Format } from './format.ts';

/**
 * An uptime as people read it: `99.95%`, and `100%` only where nothing at all was missed. Null where nobody watched.
 * @param share 0 to 1
 */
export function uptimeText(share: number | null, format: Format): string | null {
  if (share === null) return null;
  if (share === 1) return '100%';
  // Cut, not rounded: 99.996 % is not 100 %.
  return `${format.number(Math.floor(share * 10_000) / 100, 2)}%`;
}
