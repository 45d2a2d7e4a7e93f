import { RondaError } from '../../shared/errors.ts';
import { plainDetail, systemCode } from '../platform/plain-detail.ts';

/** Why a connection beyond the host failed, the same for a local host and through SSH. */
export type DialFailure = 'refused' | 'name' | 'timeout' | 'unreachable' | 'forbidden' | 'other';

/** What sshd says (the text of strerror or of the resolver) or what the system says by code. */
function classify(error: unknown): DialFailure {
  const code = systemCode(error);
  const text = plainDetail(error);
  if (code === 'ECONNREFUSED' || /connection refused/i.test(text)) return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || /name or service|resolution|not known/i.test(text)) {
    return 'name';
  }
  if (code === 'ETIMEDOUT' || /timed out/i.test(text)) return 'timeout';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || /unreachable|no route/i.test(text)) {
    return 'unreachable';
  }
  return /prohibited/i.test(text) ? 'forbidden' : 'other';
}

/** `hosts.dial-failed`; its param `reason` is a DialFailure. */
export function dialError(error: unknown, target: { host: string; port: number }): RondaError {
  if (error instanceof RondaError) return error;
  return new RondaError(
    'hosts.dial-failed',
    {
      target: `${target.host}:${target.port}`,
      detail: plainDetail(error).replace(/^\(SSH\) Channel open failure: /, ''),
      reason: classify(error),
    },
    { cause: error },
  );
}
