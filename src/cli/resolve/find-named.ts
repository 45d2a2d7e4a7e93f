import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * What a person means by a word: the thing with this id, else the one with this name, whatever its case.
 * Null when there is none.
 * @throws RondaError `cli.ambiguous` when several bear the name
 */
export function findNamed<T extends Named>(items: readonly T[], word: string): T | null {
  const byId = items.find((item) => item.id === word);
  if (byId) return byId;
  const wanted = word.trim().toLowerCase();
  const matches = items.filter((item) => item.name.trim().toLowerCase() === wanted);
  if (matches.length > 1) throw ambiguous(word, matches);
  return matches[0] ?? null;
}

export function ambiguous(word: string, matches: readonly Named[]): RondaError {
  return new RondaError('cli.ambiguous', { name: plainText(word), matches: listNames(matches) });
}

/** `warga-service (Warga), gateway`: what can be typed, and what it is called where that differs. */
export function listNames(items: readonly Named[]): string {
  const names = items.map(({ id, name }) => (id === name ? id : `${id} (${name})`));
  return plainText(names.join(', ')) || '–';
}
