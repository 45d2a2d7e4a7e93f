/** How one run of characters looks. Colours: 0–15 by name, so that the theme chooses them; else `rgb()`. */
export interface AnsiSpan {
  readonly text: string;
  readonly foreground: AnsiColour | null;
  readonly background: AnsiColour | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
}

/** A named colour of the theme, or red, green and blue of 0–255 each, to be fitted to the theme. */
export type AnsiColour = { readonly named: number } | { readonly rgb: readonly [number, number, number] };

type Look = Omit<AnsiSpan, 'text'>;
interface State extends Look {
  readonly inverse: boolean;
}

const plainLook: State = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
};

const sgr = /\u001b\[([0-9;:]{0,200})m/g;
/** Any other escape or control character: core removed them already, and whoever feeds us must not matter. */
const unprintable = /\u001b\[[0-9;:?<>=]*[ -/]*[@-~]|\u001b|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The text of a line without its colours: what is searched and what is copied. */
export function plainText(text: string): string {
  return text.includes('\u001b') ? text.replace(sgr, '').replace(unprintable, '') : text;
}

/**
 * Splits a line at its SGR sequences (ECMA-48 §8.3.117, with the 256 and 24-bit colours of ITU T.416). Everything
 * else that a terminal would obey is dropped. "Conceal" and "blink" are not honoured: a log must not hide text.
 */
export function parseAnsi(text: string): AnsiSpan[] {
  if (!text.includes('\u001b')) return text === '' ? [] : [span(clean(text), plainLook)];
  const spans: AnsiSpan[] = [];
  let state = plainLook;
  let from = 0;
  const push = (part: string): void => {
    const shown = clean(part);
    if (shown !== '') spans.push(span(shown, state));
  };
  for (const match of text.matchAll(sgr)) {
    push(text.slice(from, match.index));
    state = apply(state, match[1] ?? '');
    from = match.index + match[0].length;
  }
  push(text.slice(from));
  return spans;
}

function clean(text: string): string {
  return text.replace(unprintable, '');
}

function span(text: string, { inverse, ...look }: State): AnsiSpan {
  if (!inverse) return { text, ...look };
  // The default colours have no number; black on white is what terminals make of them.
  return {
    text,
    ...look,
    foreground: look.background ?? { named: 0 },
    background: look.foreground ?? { named: 7 },
  };
}

function apply(state: State, parameters: string): State {
  let next = state;
  const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map((code) => Number(code || 0));
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(at + 1));
      at += used;
      if (colour) next = code === 38 ? { ...next, foreground: colour } : { ...next, background: colour };
    } else next = applyOne(next, code);
  }
  return next;
}

function applyOne(state: State, code: number): State {
  if (code >= 30 && code <= 37) return { ...state, foreground: { named: code - 30 } };
  if (code >= 40 && code <= 47) return { ...state, background: { named: code - 40 } };
  if (code >= 90 && code <= 97) return { ...state, foreground: { named: code - 82 } };
  if (code >= 100 && code <= 107) return { ...state, background: { named: code - 92 } };
  switch (code) {
    case 0:
      return plainLook;
    case 1:
      return { ...state, bold: true };
    case 2:
      return { ...state, dim: true };
    case 3:
      return { ...state, italic: true };
    case 4:
      return { ...state, underline: true };
    case 7:
      return { ...state, inverse: true };
    case 9:
      return { ...state, strike: true };
    case 21:
    case 22:
      return { ...state, bold: false, dim: false };
    case 23:
      return { ...state, italic: false };
    case 24:
      return { ...state, underline: false };
    case 27:
      return { ...state, inverse: false };
    case 29:
      return { ...state, strike: false };
    case 39:
      return { ...state, foreground: null };
    case 49:
      return { ...state, background: null };
    default:
      return state;
  }
}

/** What follows 38 or 48: `5;n` or `2;r;g;b`; the colour, and how many codes it took. */
function extended(codes: readonly number[]): [AnsiColour | null, number] {
  if (codes[0] === 5) return [indexed(codes[1]), 2];
  if (codes[0] !== 2) return [null, 1];
  const [red = -1, green = -1, blue = -1] = codes.slice(1, 4);
  const valid = [red, green, blue].every((value) => value >= 0 && value <= 255);
  return [valid ? { rgb: [red, green, blue] } : null, 4];
}

/** xterm's table of 256: 16 names, a cube of 6×6×6, 24 greys. */
function indexed(index: number | undefined): AnsiColour | null {
  if (index === undefined || index < 0 || index > 255) return null;
  if (index < 16) return { named: index };
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return { rgb: [grey, grey, grey] };
  }
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cell = index - 16;
  return {
    rgb: [level(Math.floor(cell / 36)), level(Math.floor(cell / 6) % 6), level(cell % 6)],
  };
}
