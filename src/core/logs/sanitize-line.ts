/**
 * What a terminal would obey and a log view must not: every escape sequence of ECMA-48 in its 7-bit and its 8-bit
 * (C1) form. Alternatives do not overlap and a string sequence ends at the next control that could begin one, so the work is linear.
 */
const sequences = new RegExp(
  [
    // CSI: group 1 holds the parameters of an SGR (colours), which alone is kept. Very long ones are not colours.
    '(?:\\x1b\\[|\\x9b)(?:([\\d;:]{0,64})m|[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e])',
    // OSC (title, hyperlink, clipboard), DCS, SOS, PM, APC: with their contents, when they end as they must.
    '(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x80-\\x9f]*(?:\\x07|\\x1b\\\\|\\x9c)',
    // Character sets, keypad modes, reset and the like.
    '\\x1b[\\x20-\\x2f]+[\\x30-\\x7e]',
    '\\x1b[\\x30-\\x5a\\x5c\\x5e-\\x7e]',
    // Whatever is left of controls: broken sequences lose their introducer and so become plain text. A tab stays.
    '[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f]',
    // Bidirectional overrides turn a line around on screen; line separators would break it.
    '[\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]',
  ].join('|'),
  'g',
);

const colours = /\x1b\[[\d;:]*m/g;

/** The text with only tabs and colours (SGR, written `ESC [ … m`) left of all control characters and sequences. */
export function sanitizeLine(text: string): string {
  return text.replace(sequences, (_whole, sgr: string | undefined) =>
    sgr === undefined ? '' : `\x1b[${sgr}m`,
  );
}

/** Sanitized text without its colours. */
export function stripColours(sanitized: string): string {
  return sanitized.replace(colours, '');
}
