import { expect, test } from 'vitest';
import { cpuTimeOf } from '../platform/cpu-time.ts';
import { sanitizeLine, stripColours } from './sanitize-line.ts';

test.each([
  [
    'colours',
    '\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mtrue\x1b[m',
    '\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mtrue\x1b[m',
  ],
  ['colours with colons', '\x1b[38:5:200mpink', '\x1b[38:5:200mpink'],
  ['8-bit colours', '\u009b32mgreen', '\x1b[32mgreen'],
  ['a tab', 'a\tb', 'a\tb'],
  ['any language', 'Kartu keluarga — 漢字 🏘️ العربية', 'Kartu keluarga — 漢字 🏘️ العربية'],
])('%s stay', (_name, text, expected) => {
  expect(sanitizeLine(text)).toBe(expected);
});

test.each([
  ['clear screen', 'a\x1b[2J\x1b[Hb', 'ab'],
  ['a private mode', 'a\x1b[?25lb\x1b[?1049hc', 'abc'],
  ['a cursor move', 'a\x1b[1A\x1b[10;10Hb', 'ab'],
  ['a title', 'a\x1b]0;pwned\x07b', 'ab'],
  ['a title ended by ST', 'a\x1b]2;pwned\x1b\\b', 'ab'],
  ['a hyperlink', '\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\', 'click'],
  ['a clipboard write', 'a\x1b]52;c;cm0gLXJm\x07b', 'ab'],
  ['a device control string', 'a\x1bP$qm\x1b\\b', 'ab'],
  ['an application command', 'a\x1b_secret\x1b\\b', 'ab'],
  ['8-bit clear screen', 'a\u009b2Jb', 'ab'],
  ['an 8-bit title', 'a\u009d0;pwned\u009cb', 'ab'],
  ['a reset', 'a\x1bcb', 'ab'],
  ['a character set', 'a\x1b(0b', 'ab'],
  ['bell, backspace, delete, NUL', 'a\x07\x08\x7f\x00b', 'ab'],
  ['a bidirectional override', 'user\u202egnp.exe', 'usergnp.exe'],
  ['a line separator', 'a\u2028b', 'ab'],
  ['a colour of absurd length', `\x1b[${'1;'.repeat(50)}mx`, 'x'],
])('%s is taken out', (_name, text, expected) => {
  expect(sanitizeLine(text)).toBe(expected);
});

test('an unfinished sequence loses its introducer and is plain text', () => {
  expect(sanitizeLine('a\x1b]8;;javascript:alert(1)')).toBe('a]8;;javascript:alert(1)');
  expect(sanitizeLine('a\x1b[12')).toBe('a[12');
  expect(sanitizeLine('a\x1b')).toBe('a');
});

test('taking one sequence out never makes another', () => {
  const once = sanitizeLine('\x1b\x1b[2J[2J \x1b\x07[31m \x1b]0;\x1b[2Jx\x07');
  expect(sanitizeLine(once)).toBe(once);
  expect(once).not.toMatch(/\x1b(?!\[[\d;:]*m)/);
});

test.each(['\u009d', '\x1b]', '\x1bP', '\u009b1', '\x1b[1;', '\x1b ', '\x1b[', '\u0090a'])(
  'a line full of %j costs no more than a moment',
  (unit) => {
    const line = unit.repeat(65_536 / unit.length);
    expect(cpuTimeOf(() => void sanitizeLine(line))).toBeLessThan(500);
  },
);

test('without its colours a line is only its text', () => {
  expect(stripColours(sanitizeLine('\x1b[31mERROR\x1b[0m x'))).toBe('ERROR x');
});
