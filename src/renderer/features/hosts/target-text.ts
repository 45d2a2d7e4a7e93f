import type { HostTarget } from '../../../shared/domain/host.ts';

/** `admin@203.0.113.7:2222`, or the socket's path; empty for this machine's default socket. */
export function targetText(target: HostTarget): string {
  if (target.kind === 'local') return target.socketPath ?? '';
  const address = target.address.includes(':') ? `[${target.address}]` : target.address;
  return `${target.user}@${address}${target.port === 22 ? '' : `:${target.port}`}`;
}
