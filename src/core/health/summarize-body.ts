import { sanitizeText } from './sanitize-text.ts';

/** A JSON object out of a body, or null. */
export function parseBody(body: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(body);
    return isObject(json) ? json : null;
  } catch {
    // Not JSON: a page, or an error text. There is nothing to look into.
    return null;
  }
}

/**
 * What a health answer says of itself and of what it depends on, in one line: `healthy · provider ollama: down`.
 * A service may call itself healthy while its provider is down: that must not be hidden.
 */
export function summarizeBody(json: Record<string, unknown> | null): string {
  if (!json) return '';
  const parts: string[] = [];
  if (typeof json.status === 'string') parts.push(json.status);
  if (typeof json.error === 'string') parts.push(json.error);
  for (const [key, value] of Object.entries(json)) {
    if (!isObject(value)) continue;
    const state = scalar(value.status);
    if (state === null) continue;
    const name = typeof value.name === 'string' ? ` ${value.name}` : '';
    const error = typeof value.error === 'string' ? ` (${value.error})` : '';
    parts.push(`${key}${name}: ${state}${error}`);
  }
  return sanitizeText(parts.join(' · '), 300);
}

/** The value at a dotted path; undefined where it is not there. */
export function valueAt(json: Record<string, unknown> | null, path: string): unknown {
  let value: unknown = json;
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A value of a body as a person may read it. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '-';
  return sanitizeText(scalar(value) ?? JSON.stringify(value), 80);
}

function scalar(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
