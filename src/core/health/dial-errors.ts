import { RondaError } from '../../shared/errors.ts';
import { sanitizeText } from './sanitize-text.ts';

/**
 * Why a connection could not be made, in the words of a check. The reason may lie deep: a connection through SSH
 * wraps what the server's sshd said, and tells it in words only.
 */
export function dialError(error: unknown, target: { host: string; port: number }): RondaError {
  const address = `${target.host}:${target.port}`;
  const codes: string[] = [];
  const texts: string[] = [];
  for (let link: unknown = error, depth = 0; link !== undefined && depth < 5; depth++) {
    if (link instanceof AggregateError) codes.push(...link.errors.map(codeOf));
    codes.push(codeOf(link));
    // What the connection made of it already.
    if (link instanceof RondaError && link.code === 'hosts.dial-failed')
      codes.push(`dial-${link.params.reason}`);
    texts.push(link instanceof Error ? link.message : String(link));
    link = link instanceof Error ? link.cause : undefined;
  }
  const text = texts.join(' ');
  const options = { cause: error };
  if (
    codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'dial-name') ||
    /not known|resolve|getaddrinfo|unknown host|no address/i.test(text)
  )
    return new RondaError('health.dns', { host: target.host }, options);
  if (codes.includes('ECONNREFUSED') || codes.includes('dial-refused') || /refused/i.test(text))
    return new RondaError('health.refused', { target: address }, options);
  const detail = sanitizeText(texts.at(-1) ?? '', 200);
  return new RondaError('health.unreachable', { target: address, detail }, options);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
