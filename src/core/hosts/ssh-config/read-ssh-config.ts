import { glob, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import SSHConfig from 'ssh-config';
import { systemCode } from '../../platform/plain-detail.ts';

/** ssh itself stops here (READCONF_MAX_DEPTH in OpenSSH's readconf.c). */
const MAX_DEPTH = 16;
const MAX_FILES = 100;
const MAX_BYTES = 1024 * 1024;

/** One heading: the patterns of `Host` and `Match originalhost` are for the alias, those of `Match host` for HostName. */
export interface SshConfigCondition {
  readonly on: 'alias' | 'hostname';
  readonly patterns: readonly string[];
}

/** Settings that count for a host when every one of the conditions matches it. */
export interface SshConfigSection {
  /** None: the settings count for every host. */
  readonly conditions: readonly SshConfigCondition[];
  /** Lower-case names; a value for each line, in the order of the file. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export interface SshConfigFile {
  /** In the order in which they count: the first value wins. */
  readonly sections: readonly SshConfigSection[];
  /** What was left out, for the log. */
  readonly skipped: readonly string[];
}

type Line = ReturnType<typeof SSHConfig.parse>[number];

/**
 * Reads an ssh_config(5) file and all it includes. The library only splits a file into lines: its own `compute` runs
 * `Match exec` in a shell, and a form that is being filled in must never run anything. A `Match` block counts when it
 * names hosts and nothing else; any other is left out whole.
 *
 * @param userHome for `~`, and for relative names in Include (`~/.ssh`)
 * @throws Error when the file itself cannot be read; what it includes may be missing
 */
export async function readSshConfig(file: string, userHome: string): Promise<SshConfigFile> {
  const sections: SshConfigSection[] = [];
  const skipped: string[] = [];
  let files = 0;

  async function readOne(path: string, outer: SshConfigSection['conditions'], depth: number): Promise<void> {
    files += 1;
    if (files > MAX_FILES || depth > MAX_DEPTH) {
      skipped.push(`${path}: too many files include one another`);
      return;
    }
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`${path} is larger than 1 MB`);
    await take(SSHConfig.parse(await readFile(path, 'utf8')), outer, depth);
  }

  /** Lines between two headings become a section; an Include in their midst keeps its place among them. */
  async function take(
    lines: readonly Line[],
    conditions: SshConfigSection['conditions'],
    depth: number,
  ): Promise<void> {
    let values = new Map<string, string[]>();
    // A heading without settings still names a host.
    let isNamed = conditions.length === 0;
    const flush = (): void => {
      if (values.size > 0 || !isNamed) sections.push({ conditions, values });
      values = new Map();
      isNamed = true;
    };
    for (const line of lines) {
      if (!('param' in line)) continue;
      const name = line.param.toLowerCase();
      if ('config' in line && (name === 'host' || name === 'match')) {
        flush();
        const condition: SshConfigCondition | null =
          name === 'host' ? { on: 'alias', patterns: words(line.value) } : plainMatch(line.value);
        if (condition === null) skipped.push(`Match ${text(line.value)}`);
        else await take(line.config, [...conditions, condition], depth);
      } else if (name === 'include') {
        flush();
        for (const path of words(line.value)) await include(path, conditions, depth);
      } else values.set(name, [...(values.get(name) ?? []), text(line.value)]);
    }
    flush();
  }

  async function include(
    pattern: string,
    conditions: SshConfigSection['conditions'],
    depth: number,
  ): Promise<void> {
    const home = pattern.replace(/^~(?=[\\/])/, userHome);
    const path = isAbsolute(home) ? home : join(userHome, '.ssh', home);
    const matches: string[] = [];
    for await (const found of glob(path)) matches.push(found);
    for (const found of matches.sort()) {
      try {
        await readOne(found, conditions, depth + 1);
      } catch (error) {
        skipped.push(`${found}: ${systemCode(error) ?? String(error)}`);
      }
    }
  }

  await readOne(file, [], 0);
  return { sections, skipped };
}

/** `Match host …`, `Match originalhost …` or `Match all`; null for anything that needs more than the name. */
function plainMatch(value: LineValue): SshConfigCondition | null {
  const [criterion = '', patterns, ...more] = words(value);
  if (criterion.toLowerCase() === 'all' && patterns === undefined) return { on: 'alias', patterns: ['*'] };
  const on = { host: 'hostname', originalhost: 'alias' } as const;
  const isName = criterion.toLowerCase() === 'host' || criterion.toLowerCase() === 'originalhost';
  if (!isName || patterns === undefined || more.length > 0) return null;
  return { on: on[criterion.toLowerCase() as keyof typeof on], patterns: patterns.split(',') };
}

type LineValue = string | readonly { readonly val: string }[];

export function words(value: LineValue): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : value.map(({ val }) => val);
}

function text(value: LineValue): string {
  return typeof value === 'string' ? value : value.map(({ val }) => val).join(' ');
}
