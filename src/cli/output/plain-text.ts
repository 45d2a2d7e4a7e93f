/** ESC-introduced sequences: CSI, OSC and the other strings up to their terminator, and the two-character ones. */
const escapeSequences =
  /[\u001b](?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[ -/]*[0-~]?)/g;
/** C0 but tab, DEL, C1, and the marks that reverse or hide text (bidirectional controls, zero-width). */
const controls =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const sgr = /\u001b\[[0-9;:]*m/g;

/**
 * Server text made safe for a terminal, on one line: a container name or a health body must not be able to clear
 * the screen, set the title or make an answer look like another one.
 */
export function plainText(text: string): string {
  return text
    .replace(escapeSequences, '')
    .replace(/\r?\n|\r/g, ' ')
    .replace(controls, '');
}

/** The same, but colours (SGR) stay in when `colour` is set, and never reach past the line's end. */
export function colouredText(text: string, colour: boolean): string {
  if (!colour) return plainText(text);
  let out = '';
  let end = 0;
  for (const match of text.matchAll(sgr)) {
    out += plainText(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  out += plainText(text.slice(end));
  return end > 0 ? `${out}\u001b[0m` : out;
}
