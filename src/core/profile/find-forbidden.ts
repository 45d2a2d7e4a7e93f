import { type Document, isNode, isScalar, visit } from 'yaml';
import type { Problem } from './problem-text.ts';

export interface Forbidden {
  readonly offset: number;
  readonly path: readonly PropertyKey[];
  readonly problem: Problem;
}

/** Names that reach the prototype of an object; a validator may not see them as keys at all. */
const prototypeNames = new Set(['__proto__', 'constructor', 'prototype']);

/** The first thing that no profile may hold, looked for in the text itself, before it becomes objects. */
export function findForbidden(document: Document.Parsed): Forbidden | null {
  let found: Forbidden | null = null;
  const stop = (node: unknown, key: string, problem: Problem): symbol => {
    found = { offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, path: key ? [key] : [], problem };
    return visit.BREAK;
  };
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || typeof pair.key.value !== 'string')
        return stop(pair.key, '', { en: 'a key must be a word', id: 'kunci harus berupa kata' });
      if (prototypeNames.has(pair.key.value))
        return stop(pair.key, pair.key.value, {
          en: 'this key is not allowed',
          id: 'kunci ini tidak diperbolehkan',
        });
      return undefined;
    },
  });
  return found;
}
