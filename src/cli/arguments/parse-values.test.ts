import { expect, test } from 'vitest';
import { sayIn } from '../i18n/messages.ts';
import { createParsers } from './parse-values.ts';

const parse = createParsers(sayIn('en'));

test('ages are read in seconds, minutes, hours and days', () => {
  expect(['90s', '10m', '2h', '1d'].map(parse.age('--since'))).toEqual([
    90_000, 600_000, 7_200_000, 86_400_000,
  ]);
});

test.each(['10', 'm', '-5m', '1.5h', '10 m', '10w'])('%s is no age', (text) => {
  expect(() => parse.age('--since')(text)).toThrow(`--since: "${text}"`);
});

test.each(['', '-1', '1e3', '0x10', '101', ' 5'])('"%s" is no number from 0 to 100', (text) => {
  expect(() => parse.whole('--tail', 0, 100)(text)).toThrow('from 0 to 100');
});

test('words are accepted in any case, and the choice is told', () => {
  expect(parse.word('--severity', ['P1', 'P2'])('p2')).toBe('P2');
  expect(() => parse.word('--severity', ['P1', 'P2'])('P3')).toThrow('P1, P2');
});

test('a broken regular expression is a usage error', () => {
  expect(parse.pattern('--grep')('^a.b$').test('axb')).toBe(true);
  expect(() => parse.pattern('--grep')('(')).toThrow(expect.objectContaining({ code: 'cli.usage' }));
});

test('only a whole SHA256 fingerprint can be accepted', () => {
  const whole = `SHA256:${'a'.repeat(43)}`;
  expect(parse.fingerprint('-x')(whole)).toBe(whole);
  for (const text of ['SHA256:', `SHA256:${'a'.repeat(42)}`, `MD5:${'a'.repeat(43)}`, '*'])
    expect(() => parse.fingerprint('-x')(text)).toThrow('SHA256');
});

test('the complaint is in the language of the run', () => {
  expect(() => createParsers(sayIn('id')).age('--since')('x')).toThrow('bukan lama waktu');
});
