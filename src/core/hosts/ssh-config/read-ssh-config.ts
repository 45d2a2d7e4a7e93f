import { glob, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { systemCode } from '../../platform/plain-detail.ts';
import { type ConfigLine, configLines } from './config-lines.ts';
import { type Condition, readMatch } from './match-criteria.ts';

/** ssh itself stops here (READCONF_MAX_DEPTH in OpenSSH's readconf.c). */
const MAX_DEPTH = 16;
const MAX_FILES = 100;
const MAX_BYTES = 1024 * 1024;
const MAX_SKIPPED = 50;

/** Settings that count for a host when every one of the conditions holds. */
export interface SshConfigSection {
  /** None: the settings count for every host. */
  readonly conditions: readonly Condition[];
  /** Lower-case names; a value for each line, in the order of the file. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export interface SshConfigFile {
  /** In the order in which they count: the first value wins. */
  readonly sections: readonly SshConfigSection[];
  /** What was left out, as `file:line: text`: a `Match exec` first of all, which is never run. */
  readonly skipped: readonly string[];
}

/** Their value is the rest of the line as it is written; of all others it is the first word. */
const rawKeywords = new Set(['proxycommand', 'proxyjump']);

/**
 * Reads an ssh_config(5) file and all it includes. Nothing in it is ever run. A `Match` block counts when it names
 * hosts and users and nothing else; any other is left out whole.
 *
 * @param userHome for `~`, and for relative names in Include (`~/.ssh`)
 * @throws Error when the file itself cannot be read; what it includes may be missing
 */
export async function readSshConfig(file: string, userHome: string): Promise<SshConfigFile> {
  const sections: SshConfigSection[] = [];
  const skipped = new Set<string>();
  let files = 0;

  function skip(path: string, line: ConfigLine, why = ''): void {
    if (skipped.size < MAX_SKIPPED) {
      skipped.add(`${path}:${line.number}: ${line.keyword} ${line.rest}${why && ` (${why})`}`);
    }
  }

  /** Lines between two headings become a section; an Include in their midst keeps its place among them. */
  async function readOne(path: string, outer: readonly Condition[], depth: number): Promise<void> {
    files += 1;
    if (files > MAX_FILES || depth > MAX_DEPTH) throw new Error('too many files include one another');
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error('larger than 1 MB');
    const lines = configLines(await readFile(path, 'utf8'));

    // Null: a block that is left out, up to the next heading.
    let conditions: readonly Condition[] | null = outer;
    let values = new Map<string, string[]>();
    const open = (next: readonly Condition[] | null): void => {
      conditions = next;
      values = new Map();
      // Without settings too: a heading alone still names a host.
      if (next !== null) sections.push({ conditions: next, values });
    };
    open(outer);
    for (const line of lines) {
      const { keyword, words } = line;
      if (line.broken && !rawKeywords.has(keyword)) {
        skip(path, line);
        // What follows belongs to a heading that nobody can read, and to none before it.
        if (keyword === 'host' || keyword === 'match') open(null);
      } else if (keyword === 'host') {
        open([...outer, { on: 'host-line', patterns: words, negated: false }]);
      } else if (keyword === 'match') {
        const asked = readMatch(words);
        if (asked === null) skip(path, line);
        open(asked && [...outer, ...asked]);
      } else if (conditions === null) continue;
      else if (keyword === 'include') {
        for (const pattern of words) await include(pattern, path, line, conditions, depth);
        open(conditions);
      } else {
        const value = rawKeywords.has(keyword) ? line.rest : words[0];
        if (value !== undefined) values.set(keyword, [...(values.get(keyword) ?? []), value]);
      }
    }
  }

  async function include(
    pattern: string,
    from: string,
    line: ConfigLine,
    conditions: readonly Condition[],
    depth: number,
  ): Promise<void> {
    const home = pattern.replace(/^~(?=[\\/])/, userHome);
    const path = isAbsolute(home) ? home : join(userHome, '.ssh', home);
    const found: string[] = [];
    for await (const match of glob(path)) found.push(match);
    for (const each of found.sort()) {
      try {
        await readOne(each, conditions, depth + 1);
      } catch (error) {
        skip(from, line, systemCode(error) || (error instanceof Error ? error.message : String(error)));
      }
    }
  }

  await readOne(file, [], 0);
  return { sections, skipped: [...skipped] };
}
