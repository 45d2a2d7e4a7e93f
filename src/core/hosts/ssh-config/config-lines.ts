/** One setting of an ssh_config, as it stands in the file. */
export interface ConfigLine {
  readonly number: number;
  /** Lower case. */
  readonly keyword: string;
  /** What follows, without the quotes and without a comment. */
  readonly words: readonly string[];
  /** What follows, as it is written: a command is for the shell, whose quotes are its own. */
  readonly rest: string;
  /** A quote was left open: ssh refuses such a file. */
  readonly broken: boolean;
}

/**
 * Splits an ssh_config(5) file into its lines as OpenSSH's readconf.c and argv_split do. The packages for this
 * format give a ProxyCommand back without its quotes and cut it at a `#`, and so would run another command than the
 * one that is written.
 */
export function configLines(text: string): ConfigLine[] {
  return text.split('\n').flatMap((line, index) => {
    const parts = /^\s*([^\s=#"]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line.replace(/\r$/, ''));
    if (!parts?.[1] || !parts[2]) return [];
    const words = splitWords(parts[2]);
    return [
      {
        number: index + 1,
        keyword: parts[1].toLowerCase(),
        words: words ?? [],
        rest: parts[2],
        broken: words === null,
      },
    ];
  });
}

/** Words with their quotes taken off, up to a comment; null when a quote is left open. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '\\' && (/["'\\]/.test(next) || (next === ' ' && !quote))) {
      word = (word ?? '') + next;
      at += 1;
    } else if (quote ? char === quote : char === '"' || char === "'") {
      quote = quote ? '' : char;
      word ??= '';
    } else if (!quote && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (!quote && word === null && char === '#') {
      return words;
    } else word = (word ?? '') + char;
  }
  if (quote) return null;
  if (word !== null) words.push(word);
  return words;
}
