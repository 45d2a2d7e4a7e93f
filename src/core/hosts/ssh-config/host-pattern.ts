/**
 * Whether a name fits one of the patterns (`*`, `?`) and none of those with a `!`, as ssh_config(5), PATTERNS. Letters
 * count as they are written.
 */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matches(pattern.slice(1), name)) return false;
    } else if (pattern !== '' && matches(pattern, name)) matched = true;
  }
  return matched;
}

export const isPattern = (word: string): boolean => /[*?!]/.test(word);

/** Without a regular expression: one made from `*a*a*a*…` would take for ever on a long name. */
function matches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
