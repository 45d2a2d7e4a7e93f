import {
  HostAddress,
  type JumpHost,
  MAX_JUMPS,
  Port,
  type SshAuth,
  UserName,
} from '../../../shared/domain/host.ts';

/** As ssh writes it after -J: `user@host:port`, several with commas. */
export function jumpText(jumps: readonly JumpHost[]): string {
  return jumps
    .map(({ user, address, port }) => {
      const host = address.includes(':') ? `[${address.replace(/^\[|\]$/g, '')}]` : address;
      return port === 22 ? `${user}@${host}` : `${user}@${host}:${port}`;
    })
    .join(', ');
}

/**
 * Reads it back.
 * @param known servers on the way as the SSH config has them: who is still written the same keeps the way to sign in
 * @param auth for the others: as the server itself is signed in to
 * @returns null when a part of it is no user and host
 */
export function readJumps(text: string, known: readonly JumpHost[], auth: SshAuth): JumpHost[] | null {
  const jumps: JumpHost[] = [];
  for (const word of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const same = known.find((jump) => jumpText([jump]) === word);
    const parts = /^([^@]+)@(\[[^\]]+\]|[^:[\]]+)(?::(\d+))?$/.exec(word);
    const user = UserName.safeParse(parts?.[1]);
    const address = HostAddress.safeParse(parts?.[2]?.replace(/^\[|\]$/g, ''));
    const port = Port.safeParse(parts?.[3] === undefined ? 22 : Number(parts[3]));
    if (same) jumps.push(same);
    else if (user.success && address.success && port.success) {
      jumps.push({ user: user.data, address: address.data, port: port.data, auth });
    } else return null;
  }
  return jumps.length <= MAX_JUMPS ? jumps : null;
}
