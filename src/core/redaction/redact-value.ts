import { redactText } from './redact-text.ts';

const DEEPEST = 6;
const MOST_ITEMS = 100;
const LONGEST_STRING = 8_192;

const secretName =
  /passw(or)?d|^pwd$|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie|kata[_-]?sandi/i;

function redactError(error: Error, depth: number, seen: Set<object>): Record<string, unknown> {
  const shape: Record<string, unknown> = {
    name: error.name,
    message: redactText(error.message, LONGEST_STRING),
    stack: redactText(error.stack ?? '', LONGEST_STRING),
  };
  if ('code' in error) shape.code = redactAny(error.code, depth + 1, seen);
  if (error.cause !== undefined) shape.cause = redactAny(error.cause, depth + 1, seen);
  return shape;
}

function redactAny(value: unknown, depth: number, seen: Set<object>): unknown {
  if (typeof value === 'string') return redactText(value, LONGEST_STRING);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
    return redactText(String(value), 200);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return '[circular]';
  if (depth > DEEPEST) return '[too deep]';
  seen.add(value);
  try {
    if (value instanceof Error) return redactError(value, depth, seen);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    // Bytes are never worth a log line, and nobody can say what is in them.
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) {
      const items = value.slice(0, MOST_ITEMS).map((item) => redactAny(item, depth + 1, seen));
      return value.length > MOST_ITEMS ? [...items, `[${value.length - MOST_ITEMS} more]`] : items;
    }
    const result: Record<string, unknown> = Object.create(null);
    for (const [name, item] of Object.entries(value).slice(0, MOST_ITEMS)) {
      const isSecret = secretName.test(name) && item !== null && typeof item !== 'boolean';
      result[redactText(name, 200)] = isSecret ? '[secret]' : redactAny(item, depth + 1, seen);
    }
    return result;
  } finally {
    seen.delete(value);
  }
}

/**
 * A copy of any value that can be written as JSON, with every string redacted and everything under a name such as
 * `password` masked whatever it is. Cycles, depth and size are bounded; errors keep name, message, stack and cause.
 */
export function redactValue(value: unknown): unknown {
  return redactAny(value, 0, new Set());
}
