import type { ErrorCode } from '../../shared/errors.ts';

const DELAYS_MS = [3_000, 5_000, 10_000, 30_000] as const;

/** How long to wait before the next attempt, in ms: 3, 5, 10, 30 s and then every 30 s, for ever. */
export function retryDelay(failuresBefore: number): number {
  return DELAYS_MS[Math.min(failuresBefore, DELAYS_MS.length - 1)] ?? 30_000;
}

/**
 * What trying again by itself cannot mend or would make worse: a key that is not the known one, a login that was
 * refused (servers lock out who tries too often), something only the admin can put right.
 */
const finalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'hosts.host-key-changed',
  'hosts.host-key-swapped',
  'hosts.host-key-revoked',
  'hosts.host-key-declined',
  'hosts.certificate-authority',
  'hosts.known-hosts-unreadable',
  'hosts.login-refused',
  'hosts.password-wrong',
  'hosts.passphrase-wrong',
  'hosts.prompt-declined',
  'hosts.key-unreadable',
  'hosts.key-invalid',
  'hosts.agent-missing',
  'hosts.agent-empty',
  'hosts.identities-missing',
  'hosts.identity-unusable',
  'hosts.config-unreadable',
  'hosts.alias-unknown',
  'hosts.alias-unusable',
  'hosts.proxy-declined',
  'hosts.docker-version',
  'hosts.docker-plain-tcp',
  'hosts.docker-certificates',
  'hosts.docker-server-untrusted',
  'hosts.docker-server-name',
  'hosts.docker-client-certificate',
]);

export function isFinal(code: ErrorCode): boolean {
  return finalCodes.has(code);
}
