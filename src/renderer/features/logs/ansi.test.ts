import { expect, test } from 'vitest';
import { parseAnsi, plainText } from './ansi.ts';

const esc = '\u001b';
const looks = (text: string) =>
  parseAnsi(text).map(({ text: shown, foreground, background, ...rest }) => ({
    shown,
    foreground,
    background,
    on: Object.keys(rest).filter((key) => rest[key as keyof typeof rest]),
  }));

test('a line without colours is one plain span', () => {
  expect(looks('ready <b>')).toEqual([{ shown: 'ready <b>', foreground: null, background: null, on: [] }]);
});

test('the sixteen colours are named, and end where they are reset', () => {
  expect(looks(`a${esc}[31;1mb${esc}[0mc${esc}[97;104md`)).toEqual([
    { shown: 'a', foreground: null, background: null, on: [] },
    { shown: 'b', foreground: { named: 1 }, background: null, on: ['bold'] },
    { shown: 'c', foreground: null, background: null, on: [] },
    { shown: 'd', foreground: { named: 15 }, background: { named: 12 }, on: [] },
  ]);
});

test('the 256 and the 24-bit colours are read, in both ways of writing them', () => {
  expect(looks(`${esc}[38;5;196mx`)[0]?.foreground).toEqual({ rgb: [255, 0, 0] });
  expect(looks(`${esc}[38:5:244mx`)[0]?.foreground).toEqual({ rgb: [128, 128, 128] });
  expect(looks(`${esc}[48;2;1;2;3;4mx`)[0]).toMatchObject({
    background: { rgb: [1, 2, 3] },
    on: ['underline'],
  });
  expect(looks(`${esc}[38;5;999mx`)[0]?.foreground).toBeNull();
});

test('inverse swaps the colours and concealed text is shown', () => {
  expect(looks(`${esc}[31;7mx`)[0]).toMatchObject({ foreground: { named: 0 }, background: { named: 1 } });
  expect(looks(`${esc}[8mpassword`)[0]).toMatchObject({ shown: 'password', on: [] });
});

test('nothing but colours is obeyed: cursor, title, bell and links are dropped', () => {
  const hostile = `${esc}[2J${esc}[1;1Hreal\u0007${esc}[?25l text\u009b31m`;
  expect(
    parseAnsi(hostile)
      .map(({ text }) => text)
      .join(''),
  ).toBe('real text31m');
});

test('the plain text is what is seen', () => {
  const line = `${esc}[33mwarn${esc}[39m slow ${esc}[1m812 ms${esc}[22m`;
  expect(plainText(line)).toBe('warn slow 812 ms');
  expect(
    parseAnsi(line)
      .map(({ text }) => text)
      .join(''),
  ).toBe(plainText(line));
});

test('a line of a hundred thousand colour changes is read in a moment', () => {
  const before = performance.now();
  expect(parseAnsi(`${esc}[31mx`.repeat(100_000))).toHaveLength(100_000);
  expect(performance.now() - before).toBeLessThan(5000);
});
