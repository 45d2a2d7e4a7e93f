import { readFileSync } from 'node:fs';

/** The version in the checkout's package.json. */
export function checkoutVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === 'string' ? version : '0.0.0';
}
