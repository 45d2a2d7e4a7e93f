import {
  HostAddress,
  type JumpHost,
  MAX_JUMPS,
  Port,
  type SshAuth,
  UserName,
} from '../../../shared/domain/host.ts';
import { defaultIdentities, readIdentities } from './identities.ts';
import { holds } from './match-criteria.ts';
import type { SshConfigSection } from './read-ssh-config.ts';
import { fillTokens } from './tokens.ts';

export interface Person {
  readonly userHome: string;
  /** The account on this computer, which ssh takes where no User is given; null where it is not known. */
  readonly name: string | null;
  /** For `${NAME}` in paths. */
  readonly env: NodeJS.ProcessEnv;
}

/** What an ssh_config says of one host, ready for the form. */
export interface ResolvedHost {
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
  /** Null: nothing is said of it. */
  readonly auth: SshAuth | null;
  readonly jumps: readonly JumpHost[];
  /** The way to the first of the jumps, or to the host itself where there are none. */
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
  const matching = sectionsFor(alias, sections, person);
  const all = (name: string): string[] => matching.flatMap(({ values }) => values.get(name) ?? []);
  const first = (name: string): string | undefined => all(name)[0];

  const address = HostAddress.safeParse(hostNameOf(alias, first('hostname')));
  if (!address.success) return null;
  const port = Port.safeParse(Number(first('port') ?? 22));
  const user = UserName.safeParse(first('user') ?? person.name);
  const host = {
    address: address.data,
    port: port.success ? port.data : 22,
    // A wrong port or user is left for the person to fill in.
    user: user.success ? user.data : null,
  };
  const tokens = {
    d: person.userHome,
    h: host.address,
    n: alias,
    p: String(host.port),
    r: host.user,
    u: person.name,
  };
  const auth = readIdentities(
    { files: all('identityfile'), agent: first('identityagent'), only: first('identitiesonly') },
    tokens,
    person.userHome,
    person.env,
  );

  const straight = { ...host, auth, jumps: [], proxyCommand: null };
  const way = wayOf(matching);
  if (way === null) return straight;
  if (way.by === 'command') return { ...straight, proxyCommand: nameAlias(way.value, alias) };
  const route = jumpsOf(way.value, sections, person, jumpsLeft);
  return route && { ...host, auth, ...route };
}

/**
 * Whichever of the two comes first hides the other (ssh_config(5), ProxyJump); but `ProxyJump none` hides only a later
 * ProxyJump, as OpenSSH 9.2 has it.
 */
function wayOf(matching: readonly SshConfigSection[]): { by: 'jump' | 'command'; value: string } | null {
  let noJump = false;
  for (const [name, [value = '']] of matching.flatMap(({ values }) => [...values])) {
    const none = value.toLowerCase() === 'none';
    if (name === 'proxycommand') return none ? null : { by: 'command', value };
    if (name !== 'proxyjump' || noJump) continue;
    if (!none) return { by: 'jump', value };
    noJump = true;
  }
  return null;
}

/** In their order, for Match asks for HostName and User as the lines before it have set them. */
function sectionsFor(
  alias: string,
  sections: readonly SshConfigSection[],
  person: Person,
): SshConfigSection[] {
  const matching: SshConfigSection[] = [];
  const localUser = person.name ?? '';
  let hostname: string | undefined;
  let user: string | undefined;
  for (const section of sections) {
    const known = {
      alias,
      hostname: hostNameOf(alias, hostname) ?? alias,
      user: user ?? localUser,
      localUser,
    };
    if (!section.conditions.every((condition) => holds(condition, known))) continue;
    matching.push(section);
    hostname ??= section.values.get('hostname')?.[0];
    user ??= section.values.get('user')?.[0];
  }
  return matching;
}

/** ssh asks for names in lower case. */
function hostNameOf(alias: string, hostname: string | undefined): string | null {
  return (hostname === undefined ? alias : fillTokens(hostname, { h: alias }))?.toLowerCase() ?? null;
}

/** `%n` becomes the alias here, for later nobody knows it; every other token stays as it is written. */
function nameAlias(command: string, alias: string): string {
  const escaped = alias.replaceAll('%', '%%');
  return command.replaceAll(/%(.)/g, (whole, token: string) => (token === 'n' ? escaped : whole));
}

/** `[user@]host[:port]` or `ssh://…`, several with commas; each is looked up in the same file. */
function jumpsOf(
  value: string,
  sections: readonly SshConfigSection[],
  person: Person,
  left: number,
): Pick<ResolvedHost, 'jumps' | 'proxyCommand'> | null {
  const jumps: JumpHost[] = [];
  let proxyCommand: string | null = null;
  for (const [place, word] of value.split(',').entries()) {
    const parts = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?\/?$/.exec(word.trim());
    if (!parts?.[2] || jumps.length >= left) return null;
    const alias = parts[2].replace(/^\[|\]$/g, '');
    const found = resolve(alias, sections, person, left - jumps.length - 1);
    const user = UserName.safeParse(parts[1] ?? found?.user);
    const port = Port.safeParse(parts[3] === undefined ? found?.port : Number(parts[3]));
    if (!found || !user.success || !port.success) return null;
    // Only the first is reached by a way of its own; the others are reached through the one before.
    if (place === 0) {
      jumps.push(...found.jumps);
      proxyCommand = found.proxyCommand;
    }
    jumps.push({
      address: found.address,
      port: port.data,
      user: user.data,
      auth: found.auth ?? defaultIdentities(person.userHome),
    });
  }
  return jumps.length <= left ? { jumps, proxyCommand } : null;
}
