/**
 * The text of a foreign error, fit to be shown: one line without control characters, at most 300 characters. Servers,
 * resolvers and daemons write these texts, so they are hostile input.
 */
export function plainDetail(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** The `code` of a system error (`ECONNREFUSED`, …), or an empty string. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
