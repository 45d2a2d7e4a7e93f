import type { HostTarget } from '../../../shared/domain/host.ts';

/** `admin@203.0.113.7:2222`, `tcp://host:2376`, or the socket's path; empty for this machine's default socket. */
export function targetText(target: HostTarget): string {
  if (target.kind === 'local') return target.socketPath ?? '';
  if (target.kind === 'tcp') return `tcp://${target.address}:${target.port}`;
  const address = target.address.includes(':') ? `[${target.address}]` : target.address;
  return `${target.user}@${address}${target.port === 22 ? '' : `:${target.port}`}`;
}
