import { expect, it } from 'vitest';
import { catalogues } from './catalogues.ts';

function leaves(tree: object, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value as object, `${path}${key}.`),
  );
}
const english = new Map(leaves(catalogues.en));
const indonesian = new Map(leaves(catalogues.id));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

it('has every text in both languages, save the singulars that Indonesian does not know', () => {
  const wanted = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...indonesian.keys()].sort()).toEqual(wanted.sort());
});

it('fills the same placeholders in both languages', () => {
  for (const [key, text] of indonesian)
    expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
});

it('leaves no text empty', () => {
  for (const [key, text] of [...english, ...indonesian]) expect([key, text.trim()]).not.toEqual([key, '']);
});
