import { expect, test } from 'vitest';
import { findNamed, listNames } from './find-named.ts';

const hosts = [
  { id: 'pos-1', name: 'Pos Ronda' },
  { id: 'pos-2', name: 'Kantor' },
  { id: 'pos-3', name: 'kantor' },
  { id: 'kantor', name: 'Lama' },
];

test('an id comes before a name', () => {
  expect(findNamed(hosts, 'kantor')?.name).toBe('Lama');
});

test('a name is found whatever its case', () => {
  expect(findNamed(hosts, 'pos ronda')?.id).toBe('pos-1');
  expect(findNamed(hosts, 'nowhere')).toBeNull();
});

test('a name that several bear is an error that lists them', () => {
  expect(() => findNamed(hosts, 'KANTOR')).toThrow('pos-2 (Kantor), pos-3 (kantor)');
});

test('names of things cannot reach the terminal as escapes', () => {
  expect(listNames([{ id: 'a', name: '\u001b[2Jb' }])).toBe('a (b)');
});
