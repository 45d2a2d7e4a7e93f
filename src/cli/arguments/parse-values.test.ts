import { expect, test } from 'vitest';
import { parseAge, parseFingerprint, parsePattern, parseWhole, parseWord } from './parse-values.ts';

test('ages are read in seconds, minutes, hours and days', () => {
  expect(['90s', '10m', '2h', '1d'].map(parseAge)).toEqual([90_000, 600_000, 7_200_000, 86_400_000]);
});

test.each(['10', 'm', '-5m', '1.5h', '10 m', '10w'])('%s is no age', (text) => {
  expect(() => parseAge(text)).toThrow('90s');
});

test.each(['', '-1', '1e3', '0x10', '101', ' 5'])('"%s" is no number from 0 to 100', (text) => {
  expect(() => parseWhole(0, 100)(text)).toThrow('from 0 to 100');
});

test('words are accepted in any case, and the choice is told', () => {
  expect(parseWord(['P1', 'P2'])('p2')).toBe('P2');
  expect(() => parseWord(['P1', 'P2'])('P3')).toThrow('P1, P2');
});

test('a broken regular expression is a usage error', () => {
  expect(parsePattern('^a.b$').test('axb')).toBe(true);
  expect(() => parsePattern('(')).toThrow('Unterminated');
});

test('only a whole SHA256 fingerprint can be accepted', () => {
  const whole = `SHA256:${'a'.repeat(43)}`;
  expect(parseFingerprint(whole)).toBe(whole);
  for (const text of ['SHA256:', `SHA256:${'a'.repeat(42)}`, `MD5:${'a'.repeat(43)}`, '*'])
    expect(() => parseFingerprint(text)).toThrow('SHA256');
});
