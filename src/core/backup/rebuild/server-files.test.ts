import { expect, test } from 'vitest';
import { fileState, type ServerFile } from './server-files.ts';

const ours = Buffer.from('TOKEN=satu\n');
const there = (text: string): ServerFile => ({
  path: '/srv/.env',
  uid: 0,
  gid: 0,
  mode: 0o600,
  content: Buffer.from(text),
});

test('the beginning of our file where nothing was is what a killed rebuild half put, and is put again', () => {
  for (const text of ['', 'TOKEN=sa', 'TOKEN=satu\n'])
    expect(fileState(there(text), ours, true)).toBe('absent');
});

test('a file of somebody else is never taken for ours', () => {
  expect(fileState(there('TOKEN=dua\n'), ours, true)).toBe('other');
  expect(fileState(there('TOKEN=sa'), ours, false)).toBe('other');
  expect(fileState('not-a-file', ours, true)).toBe('other');
  expect(fileState(there('TOKEN=satu\n'), ours, false)).toBe('same');
  expect(fileState(null, ours, false)).toBe('absent');
});
