import { createHmac, timingSafeEqual } from 'node:crypto';
import { type HostKey, parseHostKey } from './host-key.ts';

/** One usable line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostsEntry {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  readonly hosts: string;
  readonly key: HostKey;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface ServerName {
  readonly address: string;
  readonly port: number;
}

export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly expected: readonly HostKey[]; readonly entry: KnownHostsEntry }
  | { readonly kind: 'revoked'; readonly entry: KnownHostsEntry }
  | { readonly kind: 'authority-only'; readonly entry: KnownHostsEntry };

/** Lines that are empty, comments or damaged are left out, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHostsEntry[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const fields = line.split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined;
    const [hosts, , base64] = fields;
    if (hosts === undefined || base64 === undefined) return [];
    const kind =
      marker === undefined
        ? 'none'
        : marker === '@revoked'
          ? 'revoked'
          : marker === '@cert-authority'
            ? 'cert-authority'
            : null;
    const key = parseHostKey(Buffer.from(base64, 'base64'));
    // A marker of the future may mean anything, trust least of all.
    return kind === null || key === null ? [] : [{ marker: kind, hosts, key, file, line: index + 1 }];
  });
}

/** `[address]:port`, or the bare address on port 22: how known_hosts names a server. Always in small letters. */
export function knownHostsName({ address, port }: ServerName): string {
  const name = address.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/**
 * `*` and `?` as in known_hosts. Goes back to the last star only, so that no pattern of a hostile file makes it
 * slower than pattern × name.
 */
function patternMatches(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    if (wanted[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === name[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** `|1|salt|HMAC-SHA1(salt, name)`, both in base64, as `HashKnownHosts yes` writes them. */
function hashMatches(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}

/** Whether the host field of a line names this server: a hash, or patterns of which none may exclude it. */
export function hostsFieldMatches(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return hashMatches(hosts, name);
  let matched = false;
  for (const pattern of hosts.split(',')) {
    if (pattern.startsWith('!')) {
      if (patternMatches(pattern.slice(1), name)) return false;
    } else if (pattern !== '' && patternMatches(pattern, name)) matched = true;
  }
  return matched;
}

const sameKey = (a: HostKey, b: HostKey): boolean => a.blob.equals(b.blob);

/** What the lines of known_hosts say about the key that a server has shown. */
export function judgeHostKey(
  entries: readonly KnownHostsEntry[],
  server: ServerName,
  key: HostKey,
): HostKeyVerdict {
  const name = knownHostsName(server);
  const mine = entries.filter((entry) => hostsFieldMatches(entry.hosts, name));
  // A line without the port counts for a key that is exactly equal, for trust and for revocation, as in OpenSSH.
  const bare = entries.filter((entry) => hostsFieldMatches(entry.hosts, server.address.toLowerCase()));

  const revoked = [...mine, ...bare].find((entry) => entry.marker === 'revoked' && sameKey(entry.key, key));
  if (revoked) return { kind: 'revoked', entry: revoked };
  const trusted = mine.filter((entry) => entry.marker === 'none');
  if (trusted.some((entry) => sameKey(entry.key, key))) return { kind: 'known' };
  const [first] = trusted;
  // A key of a type that is not recorded is a changed key too: the recorded types are asked for first, so an honest
  // server would have shown one of those.
  if (first) return { kind: 'changed', expected: trusted.map((entry) => entry.key), entry: first };
  if (bare.some((entry) => entry.marker === 'none' && sameKey(entry.key, key))) return { kind: 'known' };
  const authority = mine.find((entry) => entry.marker === 'cert-authority');
  return authority ? { kind: 'authority-only', entry: authority } : { kind: 'unknown' };
}

/** The key types on record for a server, for asking for those first. */
export function recordedKeyTypes(entries: readonly KnownHostsEntry[], server: ServerName): string[] {
  const names = [knownHostsName(server), server.address.toLowerCase()];
  const types = names.flatMap((name) =>
    entries
      .filter((entry) => entry.marker === 'none' && hostsFieldMatches(entry.hosts, name))
      .map((entry) => entry.key.type),
  );
  return [...new Set(types)];
}
