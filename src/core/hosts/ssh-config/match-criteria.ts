import { matchesPatterns } from './host-pattern.ts';

/** What a heading asks of a host; the settings below it count when all of it is so. */
export interface Condition {
  readonly on: 'host-line' | 'hostname' | 'original' | 'user' | 'local-user';
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** What is known of a host at a place in the file: HostName and User as the lines before have set them. */
export interface KnownSoFar {
  readonly alias: string;
  readonly hostname: string;
  readonly user: string;
  readonly localUser: string;
}

export function holds({ on, patterns, negated }: Condition, known: KnownSoFar): boolean {
  return conditionMatches(on, patterns, known) !== negated;
}

function conditionMatches(on: Condition['on'], patterns: readonly string[], known: KnownSoFar): boolean {
  // Letters count in Host but not in Match, as OpenSSH has it.
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  switch (on) {
    case 'host-line':
      return matchesPatterns(patterns, known.alias);
    case 'hostname':
      return matchesPatterns(lower, known.hostname.toLowerCase());
    case 'original':
      return matchesPatterns(lower, known.alias.toLowerCase());
    case 'user':
      return matchesPatterns(patterns, known.user);
    case 'local-user':
      return matchesPatterns(patterns, known.localUser);
  }
}

const criteria: Readonly<Record<string, Condition['on']>> = {
  host: 'hostname',
  originalhost: 'original',
  user: 'user',
  localuser: 'local-user',
};

/**
 * The conditions of a `Match` line; null when it asks for more than names: `exec` would run a program, `canonical`
 * and `final` need a second reading, others what is not known here.
 */
export function readMatch(words: readonly string[]): Condition[] | null {
  const [first = ''] = words;
  if (first.toLowerCase() === 'all') return words.length === 1 ? [] : null;
  const conditions: Condition[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const word = (words[at] ?? '').toLowerCase();
    const on = criteria[word.replace(/^!/, '')];
    const patterns = words[at + 1];
    if (on === undefined || patterns === undefined) return null;
    conditions.push({ on, patterns: patterns.split(','), negated: word.startsWith('!') });
  }
  return conditions.length > 0 ? conditions : null;
}
