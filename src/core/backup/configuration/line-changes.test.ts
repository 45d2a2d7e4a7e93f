import { expect, test } from 'vitest';
import { countLines, textOf, unifiedChange } from './line-changes.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');

test('a change is shown as diff -u shows it, with three lines around it', () => {
  expect(unifiedChange(lines(0, 10), lines(0, 10).replace('line 5', 'other'))).toBe(
    '@@ -3,7 +3,7 @@\n line 2\n line 3\n line 4\n-line 5\n+other\n line 6\n line 7\n line 8\n',
  );
  expect(unifiedChange('', 'a\n')).toBe('@@ -0,0 +1,1 @@\n+a\n');
  expect(unifiedChange('a\n', 'a\n')).toBe('');
});

test('changes far apart are two hunks, each with its own place', () => {
  const after = lines(0, 30).replace('line 2\n', '').replace('line 25\n', 'line 25\nnew\n');
  expect(unifiedChange(lines(0, 30), after).match(/@@.*@@/g)).toEqual([
    '@@ -1,6 +1,5 @@',
    '@@ -24,6 +23,7 @@',
  ]);
});

test('a line break that is missing at the end is a change', () => {
  expect(countLines(Buffer.from('a\n'), Buffer.from('a'))).toEqual({ added: 1, removed: 1 });
  expect(unifiedChange('a\n', 'a')).toBe('@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file\n');
});

test('what is no text is told as such, and not compared', () => {
  expect(textOf(Buffer.from([0xff, 0xfe]))).toBeNull();
  expect(countLines(Buffer.from([0]), Buffer.from('a'))).toBeNull();
});

test('two large files that share nothing are told as replaced', () => {
  const other = lines(0, 3000).replaceAll('line', 'row');
  expect(countLines(Buffer.from(lines(0, 3000)), Buffer.from(other))).toEqual({ added: 3000, removed: 3000 });
});
