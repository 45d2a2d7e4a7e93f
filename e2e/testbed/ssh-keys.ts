import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type SshKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface SshKeyPair {
  type: SshKeyType;
  /** The private key, mode 0600. */
  file: string;
  publicFile: string;
  /** `<algorithm> <base64>`, without the comment. */
  publicKey: string;
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  fingerprint: string;
}

export interface GenerateKeyOptions {
  file: string;
  type?: SshKeyType;
  /** Encrypts the private key. Of the testbed only: it passes through ssh-keygen's argv. */
  passphrase?: string;
  comment?: string;
  /** `PEM` writes the old PKCS#1/SEC1 form (rsa and ecdsa only). */
  format?: 'OpenSSH' | 'PEM';
}

/** Makes a key pair with ssh-keygen, replacing one that is there. RSA keys have 2048 bits, which is quick. */
export async function generateKeyPair(options: GenerateKeyOptions): Promise<SshKeyPair> {
  const type = options.type ?? 'ed25519';
  // With the old file there ssh-keygen would ask whether to overwrite it.
  await Promise.all([rm(options.file, { force: true }), rm(`${options.file}.pub`, { force: true })]);
  const size = type === 'rsa' ? ['-b', '2048'] : type === 'ecdsa' ? ['-b', '256'] : [];
  const format = options.format === 'PEM' ? ['-m', 'PEM'] : [];
  const comment = options.comment ?? `ronda-testbed-${type}`;
  await run('ssh-keygen', [
    ...['-q', '-t', type, ...size, ...format],
    ...['-N', options.passphrase ?? '', '-C', comment, '-f', options.file],
  ]);
  return readKeyPair(options.file, type);
}

/** Reads what `generateKeyPair` wrote. Rejects with ENOENT when it is not there. */
export async function readKeyPair(file: string, type: SshKeyType): Promise<SshKeyPair> {
  const publicFile = `${file}.pub`;
  const [algorithm, blob] = (await readFile(publicFile, 'utf8')).split(' ');
  if (algorithm === undefined || blob === undefined) throw new Error(`${publicFile} holds no public key.`);
  const publicKey = `${algorithm} ${blob.trim()}`;
  return { type, file, publicFile, publicKey, fingerprint: fingerprintOf(publicKey) };
}

/** `SHA256:` and the unpadded base64 of the key blob's hash: OpenSSH's form. Takes `<algorithm> <base64>`. */
export function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
