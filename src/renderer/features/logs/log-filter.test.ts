import { expect, test } from 'vitest';
import type { LogLine } from '../../../shared/domain/log.ts';
import { compileFilter, noFilter } from './log-filter.ts';

const line = (over: Partial<LogLine> = {}): LogLine => ({
  seq: 0,
  at: 0,
  stream: 'stdout',
  level: 'info',
  text: 'Iuran dicatat (50.000)',
  truncatedBytes: 0,
  ...over,
});
const passes = (filter: Partial<typeof noFilter>, over: Partial<LogLine> = {}) => {
  const made = line(over);
  return compileFilter({ ...noFilter, ...filter }).test(made, made.text);
};

test('without a filter every line passes', () => {
  expect(passes({})).toBe(true);
  expect(passes({}, { level: 'trace', stream: 'stderr' })).toBe(true);
});

test('a search is literal, and minds case only when it is written with a capital', () => {
  expect(passes({ text: 'iuran' })).toBe(true);
  expect(passes({ text: 'IURAN' })).toBe(false);
  expect(passes({ text: '(50.000)' })).toBe(true);
  expect(passes({ text: '50x000' })).toBe(false);
});

test('a regular expression is one only when asked for', () => {
  expect(passes({ text: 'dicatat.*\\d{3}', regex: true })).toBe(true);
  expect(passes({ text: 'dicatat.*\\d{3}' })).toBe(false);
});

test('a broken expression says what is wrong and hides no line', () => {
  const compiled = compileFilter({ ...noFilter, text: '(iuran', regex: true });
  expect(compiled.problem).toMatch(/unterminated group/i);
  expect(compiled.test(line(), line().text)).toBe(true);
});

test('level and stream narrow; a line of unknown level goes with info', () => {
  expect(passes({ level: 'warn' })).toBe(false);
  expect(passes({ level: 'warn' }, { level: 'fatal' })).toBe(true);
  expect(passes({ level: 'info' }, { level: 'unknown' })).toBe(true);
  expect(passes({ level: 'warn' }, { level: 'unknown' })).toBe(false);
  expect(passes({ stream: 'stderr' })).toBe(false);
});

test('the same filter can be asked line after line', () => {
  const { test: check } = compileFilter({ ...noFilter, text: 'iuran' });
  expect([check(line(), 'iuran'), check(line(), 'iuran')]).toEqual([true, true]);
});
