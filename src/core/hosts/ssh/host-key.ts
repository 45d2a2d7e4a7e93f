import { createHash } from 'node:crypto';

/** A server's public key as it travels: the blob and what it says about itself. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  readonly type: string;
  readonly blob: Buffer;
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
}

/** `SHA256:` and the unpadded base64 of the blob's hash: OpenSSH's form. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/**
 * Reads a key blob (RFC 4253, 6.6): it begins with its type as a length-prefixed string.
 * @returns null for bytes that are no key.
 */
export function parseHostKey(blob: Buffer): HostKey | null {
  if (blob.length < 8) return null;
  const length = blob.readUInt32BE(0);
  if (length === 0 || length > 64 || 4 + length >= blob.length) return null;
  const type = blob.toString('latin1', 4, 4 + length);
  if (!/^[a-z0-9@.-]+$/i.test(type)) return null;
  return { type, blob: Buffer.from(blob), fingerprint: fingerprintOf(blob) };
}
