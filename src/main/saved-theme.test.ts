import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { savedTheme } from './saved-theme.ts';

test('the saved theme is found, and whatever is wrong with the file only means the system’s', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ronda-theme-')), 'settings.json');
  expect(savedTheme(file)).toBe('system');
  for (const [text, theme] of [
    ['{"theme":"dark"}', 'dark'],
    ['{"theme":"light"}', 'light'],
    ['{"theme":"purple"}', 'system'],
    ['{"theme":', 'system'],
    ['null', 'system'],
    ['[]', 'system'],
  ] as const) {
    writeFileSync(file, text);
    expect(savedTheme(file), text).toBe(theme);
  }
});
