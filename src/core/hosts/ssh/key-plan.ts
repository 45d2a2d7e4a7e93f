import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { AuthenticationPlan } from './authentication-plan.ts';

/**
 * Keys by the hash of their file. Opening an encrypted one takes this process half a second of bcrypt each time,
 * which a reconnect or a second connection need not pay again.
 */
export type OpenedKeys = Map<string, ParsedKey>;

const MAX_KEY_BYTES = 256 * 1024;

/**
 * Prepares a login with one key file.
 * @throws RondaError `hosts.key-unreadable`, `hosts.key-invalid`
 */
export async function keyPlan(
  username: string,
  file: string,
  passphrase: string | undefined,
  opened: OpenedKeys,
): Promise<AuthenticationPlan> {
  const text = await readKeyFile(file);
  const digest = createHash('sha256').update(text).digest('hex');
  const before = opened.get(digest);
  if (before) return { kind: 'ready', methods: [{ type: 'publickey', username, key: before }] };

  const plain = ssh2.utils.parseKey(text);
  const isEncrypted = plain instanceof Error && /passphrase/i.test(plain.message);
  const needs = { kind: 'needs', purpose: 'passphrase', label: file } as const;
  if (isEncrypted && passphrase === undefined) return { ...needs, wrong: false };
  const parsed = isEncrypted ? ssh2.utils.parseKey(text, passphrase) : plain;
  if (isEncrypted && parsed instanceof Error) return { ...needs, wrong: true };
  if (parsed instanceof Error) {
    throw new RondaError('hosts.key-invalid', { file, detail: plainDetail(parsed) });
  }
  const [key] = Array.isArray(parsed) ? parsed : [parsed];
  if (!key?.isPrivateKey()) {
    throw new RondaError('hosts.key-invalid', { file, detail: 'it holds no private key' });
  }
  opened.set(digest, key);
  return { kind: 'ready', methods: [{ type: 'publickey', username, key }] };
}

/** @throws RondaError `hosts.key-unreadable` */
export async function readKeyFile(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MAX_KEY_BYTES) throw new Error('it is too large for a key');
    return await readFile(file);
  } catch (error) {
    throw new RondaError('hosts.key-unreadable', { file, detail: plainDetail(error) }, { cause: error });
  }
}
