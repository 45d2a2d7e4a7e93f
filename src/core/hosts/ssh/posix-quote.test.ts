import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { posixQuote } from './posix-quote.ts';

const difficult = [
  '-n',
  '--',
  "it's",
  '"$HOME" `id` $(id)',
  'two\nlines\r\n',
  '',
  '\\',
  "'",
  'a=b',
  '*',
  '~',
  '\t',
  'ü🐳',
];

test('a real shell gives every argument back as it was', () => {
  const line = posixQuote(['printf', '%s\\0', ...difficult]);
  const output = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
  expect(output.split('\0').slice(0, -1)).toEqual(difficult);
});

test('an argument with NUL is refused instead of being cut', () => {
  expect(() => posixQuote(['rm', 'a\0b'])).toThrow(TypeError);
});
