import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import type { z } from 'zod';

export interface Place {
  /** Offset in the text. */
  readonly offset: number;
  readonly path: readonly PropertyKey[];
}

type Issue = z.core.$ZodIssue;

/**
 * Where in the text an issue of the schema is: the value it is about, the unknown key itself, or, for something that
 * is missing, the entry it is missing from.
 */
export function locateIssue(document: Document.Parsed, issue: Issue): Place {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, segment] of path.entries()) {
    node = resolve(document, node);
    const isLast = depth === path.length - 1;
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === segment);
      if (isLast && unknown !== undefined && isNode(pair?.key))
        return { offset: pair.key.range?.[0] ?? offset, path };
      next = pair?.value;
    } else if (isSeq(node) && typeof segment === 'number') {
      next = node.items[segment];
    }
    if (!isNode(next)) break;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  return { offset, path };
}

function resolve(document: Document.Parsed, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

/** `services[3].checks[0].port`, as people write it. */
export function keyPath(path: readonly PropertyKey[]): string {
  return path
    .map((segment, index) =>
      typeof segment === 'number' ? `[${segment}]` : `${index === 0 ? '' : '.'}${String(segment)}`,
    )
    .join('')
    .slice(0, 200);
}
