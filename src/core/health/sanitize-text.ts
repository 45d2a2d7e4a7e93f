import { redactText } from '../redaction/redact-text.ts';

/** Terminal control sequences: colours, titles, hyperlinks. */
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
/** Everything that moves a cursor, breaks a line or turns the direction of what follows. */
const controls = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * Text that a server sent, fit to be shown and kept: one line, no control sequences, nothing that names a resident and no secret.
 * @param max characters
 */
export function sanitizeText(text: string, max = 500): string {
  // Cut generously before the costly part: a body may be 64 KiB.
  const plain = text
    .slice(0, max * 8)
    .replace(escapeSequences, '')
    .replace(controls, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const line = redactText(plain);
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
