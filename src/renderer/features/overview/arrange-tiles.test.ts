import { expect, it } from 'vitest';
import { arrangeTiles, type TileHead } from './arrange-tiles.ts';

const heads: TileHead[] = [
  ['h/a', 'Gateway', 'up'],
  ['h/b', 'Warga', 'down'],
  ['h/c', 'AI', 'unobserved'],
  ['h/d', 'Surat', 'pending'],
  ['h/e', 'Bot', 'up'],
];
const all = { text: '', only: null };

it('puts the worst first and keeps the order of the manual among equals', () => {
  expect(arrangeTiles(heads, { order: 'trouble', ...all })).toEqual(['h/b', 'h/d', 'h/c', 'h/a', 'h/e']);
  expect(arrangeTiles(heads, { order: 'manual', ...all })).toEqual(['h/a', 'h/b', 'h/c', 'h/d', 'h/e']);
});

it('filters by name without regard to case, and by status', () => {
  expect(arrangeTiles(heads, { order: 'name', text: ' wAr', only: null })).toEqual(['h/b']);
  expect(arrangeTiles(heads, { order: 'name', text: '', only: 'up' })).toEqual(['h/e', 'h/a']);
});
