import { existsSync } from 'node:fs';
import {
  HostAddress,
  type JumpHost,
  MAX_JUMPS,
  Port,
  type SshAuth,
  UserName,
} from '../../../shared/domain/host.ts';
import { hostsFieldMatches } from '../ssh/known-hosts.ts';
import { type SshConfigSection, words } from './read-ssh-config.ts';

export interface Person {
  readonly userHome: string;
  /** The account on this computer, which ssh takes where no User is given; null where it is not known. */
  readonly name: string | null;
}

/** What an ssh_config says of one host, ready for the form. */
export interface ResolvedHost {
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
  /** Null: nothing is said of it. */
  readonly auth: SshAuth | null;
  readonly jumps: readonly JumpHost[];
  readonly proxyCommand: string | null;
}

/**
 * The settings of one host, the first value of each winning as ssh_config(5) has it.
 * @returns null when the host could not be entered in the form either: an address or a way that is no such thing
 */
export function resolveAlias(
  alias: string,
  sections: readonly SshConfigSection[],
  person: Person,
): ResolvedHost | null {
  return resolve(alias, sections, person, MAX_JUMPS);
}

function resolve(
  alias: string,
  sections: readonly SshConfigSection[],
  person: Person,
  jumpsLeft: number,
): ResolvedHost | null {
  const matching = sectionsFor(alias, sections);
  const all = (name: string): string[] => matching.flatMap(({ values }) => values.get(name) ?? []);
  const first = (name: string): string | undefined => all(name)[0];

  const address = HostAddress.safeParse((first('hostname') ?? alias).replaceAll('%h', alias));
  if (!address.success) return null;
  const port = Port.safeParse(Number(first('port') ?? 22));
  const user = UserName.safeParse(first('user') ?? person.name);
  const host = {
    address: address.data,
    port: port.success ? port.data : 22,
    // A wrong port or user is left for the person to fill in.
    user: user.success ? user.data : null,
  };
  const auth = authOf(
    all('identityfile').map((file) => expandPath(file, { ...host, userHome: person.userHome })),
    first('identityagent'),
    person.userHome,
  );

  // Whichever comes first counts, and hides the other (ssh_config(5), ProxyJump).
  const way = matching
    .flatMap(({ values }) => [...values])
    .find(([name]) => name === 'proxyjump' || name === 'proxycommand');
  const value = way?.[1][0] ?? 'none';
  if (!way || value.toLowerCase() === 'none') return { ...host, auth, jumps: [], proxyCommand: null };
  if (way[0] === 'proxycommand') return { ...host, auth, jumps: [], proxyCommand: value };
  const jumps = jumpsOf(value, sections, person, jumpsLeft);
  return jumps && { ...host, auth, jumps, proxyCommand: null };
}

/** In their order, for `Match host` asks for the HostName as the lines before it have set it. */
function sectionsFor(alias: string, sections: readonly SshConfigSection[]): SshConfigSection[] {
  const matching: SshConfigSection[] = [];
  let hostname: string | undefined;
  for (const section of sections) {
    const names = { alias, hostname: (hostname ?? alias).replaceAll('%h', alias) };
    const counts = section.conditions.every(({ on, patterns }) =>
      hostsFieldMatches(patterns.join(','), names[on].toLowerCase()),
    );
    if (!counts) continue;
    matching.push(section);
    hostname ??= section.values.get('hostname')?.[0];
  }
  return matching;
}

/** `[user@]host[:port]` or `ssh://…`, several with commas; each is looked up in the same file. */
function jumpsOf(
  value: string,
  sections: readonly SshConfigSection[],
  person: Person,
  left: number,
): JumpHost[] | null {
  const jumps: JumpHost[] = [];
  for (const [place, word] of value.split(',').entries()) {
    const parts = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?\/?$/.exec(word.trim());
    if (!parts?.[2] || jumps.length >= left) return null;
    const alias = parts[2].replace(/^\[|\]$/g, '');
    const found = resolve(alias, sections, person, left - jumps.length - 1);
    const user = UserName.safeParse(parts[1] ?? found?.user);
    const port = Port.safeParse(parts[3] === undefined ? found?.port : Number(parts[3]));
    // A way through a program to a server on the way is more than the form can say.
    if (!found || !user.success || !port.success || found.proxyCommand !== null) return null;
    // Only the first is reached by a way of its own; the others are reached through the one before.
    if (place === 0) jumps.push(...found.jumps);
    jumps.push({
      address: found.address,
      port: port.data,
      user: user.data,
      auth: found.auth ?? { method: 'agent' },
    });
  }
  return jumps.length <= left ? jumps : null;
}

function authOf(
  files: readonly (string | null)[],
  agent: string | undefined,
  userHome: string,
): SshAuth | null {
  const file = files.find((path) => path !== null && existsSync(path)) ?? files.find((path) => path !== null);
  if (file) return { method: 'key', file };
  if (agent === undefined || ['none', 'SSH_AUTH_SOCK'].includes(agent) || agent.startsWith('$')) return null;
  const socket = words(agent)
    .join(' ')
    .replace(/^~(?=[\\/])/, userHome);
  return { method: 'agent', socket };
}

/** The tokens of IdentityFile that are known before a connection; null where another one is left. */
function expandPath(
  path: string,
  { address, port, user, userHome }: { address: string; port: number; user: string | null; userHome: string },
): string | null {
  if (path === 'none') return null;
  const values: Readonly<Record<string, string | null>> = {
    d: userHome,
    h: address,
    p: String(port),
    r: user,
    '%': '%',
  };
  const expanded = path
    .replace(/^~(?=[\\/])/, userHome)
    .replaceAll(/%(.)/g, (whole, token: string) => values[token] ?? whole);
  return /%[^%]|[\0\r\n]/.test(expanded.replaceAll('%%', '')) ? null : expanded;
}
