import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import SSHConfig from 'ssh-config';
import { HostAddress, Port, UserName } from '../../shared/domain/host.ts';
import type { Log } from '../platform/log.ts';
import { systemCode } from '../platform/plain-detail.ts';
import { hostsFieldMatches } from './ssh/known-hosts.ts';

export interface SuggestedHost {
  readonly alias: string;
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
  readonly identityFile: string | null;
}

const MAX_BYTES = 1024 * 1024;
const MAX_SUGGESTIONS = 200;
const wanted: readonly string[] = ['hostname', 'port', 'user', 'identityfile'];

interface Section {
  /** Null: directives before the first Host line, which count for every host. */
  readonly patterns: readonly string[] | null;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * The hosts that an ssh_config names without a pattern, each with the first value of a setting, as ssh_config(5) has
 * it. The library only splits the file into lines: its own `compute` runs `Match exec` in a shell and nslookup for
 * canonical names, and a form that is being filled in must never run anything. Match blocks are left out whole.
 *
 * @param userHome replaces `~` in IdentityFile
 */
export function hostsInSshConfig(text: string, userHome: string): SuggestedHost[] {
  const sections = readSections(text);
  const aliases = new Set(
    sections.flatMap(({ patterns }) => (patterns ?? []).filter((pattern) => !/[*?!]/.test(pattern))),
  );
  return [...aliases]
    .slice(0, MAX_SUGGESTIONS)
    .map((alias) => suggestion(alias, sections, userHome))
    .filter((host) => host !== null);
}

function readSections(text: string): Section[] {
  const sections: Section[] = [];
  const common = new Map<string, string>();
  for (const line of SSHConfig.parse(text)) {
    if (!('param' in line)) continue;
    const name = line.param.toLowerCase();
    if (name === 'host' && 'config' in line) {
      const values = new Map<string, string>();
      for (const inner of line.config)
        if ('param' in inner) keepFirst(values, inner.param, words(inner.value)[0]);
      sections.push({ patterns: words(line.value), values });
    } else if (name !== 'match') keepFirst(common, name, words(line.value)[0]);
  }
  return [{ patterns: null, values: common }, ...sections];
}

function keepFirst(values: Map<string, string>, param: string, value: string | undefined): void {
  const name = param.toLowerCase();
  if (value !== undefined && wanted.includes(name) && !values.has(name)) values.set(name, value);
}

function words(value: string | readonly { readonly val: string }[]): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : value.map(({ val }) => val);
}

function suggestion(alias: string, sections: readonly Section[], userHome: string): SuggestedHost | null {
  const find = (name: string): string | undefined =>
    sections
      .find(
        ({ patterns, values }) =>
          values.has(name) &&
          (patterns === null || hostsFieldMatches(patterns.join(','), alias.toLowerCase())),
      )
      ?.values.get(name);

  // What the form would refuse is not suggested; a wrong port or user is left for the person to fill in.
  const address = HostAddress.safeParse((find('hostname') ?? alias).replaceAll('%h', alias));
  if (!address.success) return null;
  const port = Port.safeParse(Number(find('port') ?? 22));
  const user = UserName.safeParse(find('user'));
  const file = find('identityfile');
  return {
    alias,
    address: address.data,
    port: port.success ? port.data : 22,
    user: user.success ? user.data : null,
    identityFile: file === undefined || file === 'none' ? null : expandPath(file, userHome),
  };
}

/** `~` and `%d` are the home; other tokens depend on the connection, and a wrong path is worse than none. */
function expandPath(path: string, userHome: string): string | null {
  const expanded = path.replace(/^~(?=[\\/])/, userHome).replaceAll('%d', userHome);
  return expanded.includes('%') || /[\0\r\n]/.test(expanded) ? null : expanded;
}

/** Reads `~/.ssh/config`; a file that is missing or cannot be used suggests nothing. */
export async function readSuggestedHosts(userHome: string, log: Log): Promise<SuggestedHost[]> {
  const file = join(userHome, '.ssh', 'config');
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw new Error('larger than 1 MB');
    return hostsInSshConfig(await readFile(file, 'utf8'), userHome);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') log.warn('the SSH configuration cannot be used', { file, error });
    return [];
  }
}
