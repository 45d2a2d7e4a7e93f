import { createHmac, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

export interface HostAddress {
  host: string;
  port: number;
}

/** `[host]:port`, or the bare host on port 22: how known_hosts names a server (sshd(8), SSH_KNOWN_HOSTS). */
export function knownHostsName({ host, port }: HostAddress): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** One known_hosts line; `publicKey` is `<algorithm> <base64>`. */
export function knownHostsLine(
  address: HostAddress,
  publicKey: string,
  marker?: '@cert-authority' | '@revoked',
): string {
  return [marker, knownHostsName(address), publicKey].filter((part) => part !== undefined).join(' ');
}

/** The same with the name hashed as `HashKnownHosts yes` does: `|1|salt|HMAC-SHA1(salt, name)`. */
export function hashedKnownHostsLine(address: HostAddress, publicKey: string): string {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(knownHostsName(address)).digest('base64');
  return `|1|${salt.toString('base64')}|${hash} ${publicKey}`;
}

/** Replaces `file` with these lines. */
export async function writeKnownHosts(file: string, lines: readonly string[]): Promise<string> {
  await writeFile(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  return file;
}
