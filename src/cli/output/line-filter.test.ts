import { expect, test } from 'vitest';
import type { LogLevel, LogLine } from '../../shared/domain/log.ts';
import { createLineFilter } from './line-filter.ts';

const line = (level: LogLevel, text: string): LogLine => ({
  seq: 1,
  at: null,
  stream: 'stdout',
  level,
  text,
  truncatedBytes: 0,
});

test('a level lets itself and worse through', () => {
  const passes = createLineFilter({ level: 'warn' });
  const shown = (['debug', 'info', 'warn', 'error', 'fatal'] as const).filter((level) =>
    passes(line(level, '')),
  );
  expect(shown).toEqual(['warn', 'error', 'fatal']);
});

test('a stack trace goes with its error, and with a line that is hidden', () => {
  const passes = createLineFilter({ level: 'error' });
  expect(passes(line('error', 'boom'))).toBe(true);
  expect(passes(line('unknown', '  at x'))).toBe(true);
  expect(passes(line('info', 'fine'))).toBe(false);
  expect(passes(line('unknown', '  more'))).toBe(false);
});

test('a pattern is matched against the text without its colours', () => {
  const passes = createLineFilter({ grep: /^GET \/health/ });
  expect(passes(line('info', '\u001b[32mGET\u001b[0m /health'))).toBe(true);
  expect(passes(line('info', 'POST /health'))).toBe(false);
});
