/** Longer lines are not parsed: formatting would hold up the window for nothing anyone reads. */
const longest = 256 * 1024;

/** A line that is a JSON object or array, or ends in one after a prefix, laid out to be read; null when it is not. */
export function prettyJson(text: string): string | null {
  if (text.length > longest) return null;
  const start = text.search(/[{[]/);
  if (start === -1 || !/[}\]]\s*$/.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text.slice(start));
    if (typeof parsed !== 'object' || parsed === null) return null;
    const prefix = text.slice(0, start).trimEnd();
    return `${prefix === '' ? '' : `${prefix}\n`}${JSON.stringify(parsed, null, 2)}`;
  } catch {
    return null;
  }
}
