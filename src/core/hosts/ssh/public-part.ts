import ssh2 from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import { readKeyFile } from './key-plan.ts';

/** What a key file tells without its passphrase. */
export interface PublicPart {
  /** In the form of the protocol; null where the file keeps it to itself. */
  readonly blob: Buffer | null;
  /** False: a `.pub` file, whose private key only an agent may hold. */
  readonly isPrivate: boolean;
}

/** Null when the file is not there or holds no key. */
export async function readPublicPart(file: string): Promise<PublicPart | null> {
  const text = await readIfThere(file);
  if (text === null) return null;
  const blob = blobOf(text);
  if (blob) return { ...blob };
  if (!/passphrase/i.test(parseProblem(text))) return null;
  const beside = await readIfThere(`${file}.pub`);
  return { blob: openSshPublic(text) ?? (beside && blobOf(beside)?.blob) ?? null, isPrivate: true };
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readKeyFile(file);
  } catch (error) {
    if (error instanceof RondaError) return null;
    throw error;
  }
}

function blobOf(text: Buffer): PublicPart | null {
  const parsed = ssh2.utils.parseKey(text);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key || key instanceof Error) return null;
  return { blob: key.getPublicSSH(), isPrivate: key.isPrivateKey() };
}

function parseProblem(text: Buffer): string {
  const parsed = ssh2.utils.parseKey(text);
  return parsed instanceof Error ? parsed.message : '';
}

const MAGIC = 'openssh-key-v1\0';

/** The public key stands unencrypted in the new format (OpenSSH's PROTOCOL.key): cipher, kdf, options, count, key. */
export function openSshPublic(text: Buffer): Buffer | null {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text.toString('latin1'));
  const bytes = Buffer.from(body?.[1] ?? '', 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  let at = MAGIC.length;
  const next = (): Buffer | null => {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt32BE(at);
    const part = bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return part.length === length ? part : null;
  };
  for (let part = 0; part < 3; part += 1) if (next() === null) return null;
  at += 4;
  return next();
}
