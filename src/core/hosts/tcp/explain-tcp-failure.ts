import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { dockerStatus } from '../docker/docker-error.ts';

/** What Node calls a certificate that no trusted authority has signed. */
const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * Turns what came back from Docker's TCP port into an error with its next step.
 * @param where `tcp://host:port`
 * @param tls whether TLS was spoken
 */
export function explainTcpFailure(error: unknown, where: string, tls: boolean): RondaError {
  if (error instanceof RondaError) return error;
  const code = systemCode(error) ?? '';
  const params = { socket: where, detail: plainDetail(error) };
  const options = { cause: error };
  if (UNREACHED.has(code)) return new RondaError('hosts.docker-tcp-unreachable', params, options);
  if (!tls) {
    // What Go's server tells a client that does not speak TLS to it.
    return dockerStatus(error) === 400 && /HTTPS server/i.test(params.detail)
      ? new RondaError('hosts.docker-wants-tls', { socket: where }, options)
      : new RondaError('hosts.docker-answer', params, options);
  }
  if (UNTRUSTED.has(code)) return new RondaError('hosts.docker-server-untrusted', params, options);
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return new RondaError('hosts.docker-server-expired', params, options);
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new RondaError('hosts.docker-server-name', params, options);
  }
  // An alert is the server's word on our certificate: none, or of an authority that it does not know.
  if (/ALERT/i.test(code) || /\balert\b/i.test(params.detail)) {
    return new RondaError('hosts.docker-client-certificate', params, options);
  }
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG/.test(code)) {
    return new RondaError('hosts.docker-not-tls', { socket: where }, options);
  }
  if (/^ERR_(SSL|OSSL)_/.test(code)) {
    return new RondaError('hosts.docker-certificates', { folder: where, detail: params.detail }, options);
  }
  return new RondaError('hosts.docker-answer', params, options);
}
