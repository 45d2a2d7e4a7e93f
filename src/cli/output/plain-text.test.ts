import { expect, test } from 'vitest';
import { colouredText, plainText } from './plain-text.ts';

test.each([
  ['a cleared screen', 'a\u001b[2Jb', 'ab'],
  ['a window title', 'a\u001b]0;root\u0007b', 'ab'],
  ['a link (OSC 8)', '\u001b]8;;javascript:x\u001b\\click\u001b]8;;\u001b\\', 'click'],
  ['an unfinished sequence', 'a\u001b[', 'a'],
  ['an eight-bit CSI', 'a\u009b2Jb', 'a2Jb'],
  ['a carriage return that overwrites', 'down\rup', 'down up'],
  ['a right-to-left override', 'a\u202eb', 'ab'],
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
])('%s in server text is inert', (_what, hostile, safe) => {
  expect(plainText(hostile)).toBe(safe);
});

test('Indonesian, accents, emoji and tabs stay', () => {
  expect(plainText('Kafé\tRT 04 👋')).toBe('Kafé\tRT 04 👋');
});

test('a coloured line keeps its colours, loses everything else and ends its colours itself', () => {
  expect(colouredText('\u001b[31mred\u001b[2J', true)).toBe('\u001b[31mred\u001b[0m');
  expect(colouredText('\u001b[31mred', false)).toBe('red');
  expect(colouredText('plain', true)).toBe('plain');
});
