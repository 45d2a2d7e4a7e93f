import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { savedLook } from './saved-look.ts';

test('the saved theme and language are found, and whatever is wrong with the file only means the defaults', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ronda-look-')), 'settings.json');
  expect(savedLook(file)).toEqual({ theme: 'system', language: 'id' });
  for (const [text, theme, language] of [
    ['{"theme":"dark","language":"en"}', 'dark', 'en'],
    ['{"theme":"light","adminName":"Sari"}', 'light', 'id'],
    ['{"theme":"purple","language":"en"}', 'system', 'en'],
    ['{"theme":', 'system', 'id'],
    ['null', 'system', 'id'],
    ['[]', 'system', 'id'],
  ] as const) {
    writeFileSync(file, text);
    expect(savedLook(file), text).toEqual({ theme, language });
  }
});
