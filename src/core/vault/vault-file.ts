import { z } from 'zod';

/**
 * The vault on the disk. `body` is an age file (https://age-encryption.org/v1, base64) for one X25519 identity;
 * the identity itself lies beside it, wrapped by the keyring, by an age passphrase, or by both. Either part
 * opens with the `age` command.
 */
export const VaultFile = z.strictObject({
  format: z.literal('ronda-vault/1'),
  recipient: z.string().startsWith('age1'),
  wraps: z.strictObject({ keyring: z.base64().nullable(), passphrase: z.base64().nullable() }),
  body: z.base64(),
});
export type VaultFile = z.infer<typeof VaultFile>;

export const Secrets = z.record(z.string(), z.strictObject({ value: z.string(), changedAt: z.number() }));
export type Secrets = z.infer<typeof Secrets>;

/** Loaded when a vault is used: its curves, post-quantum ones among them, take 90 ms and 14 MB. */
const age = () => import('age-encryption');

/** 2^17 rounds of scrypt: about half a second on a small laptop, and too slow to guess by the million. */
const scryptWorkFactor = 17;

export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

export async function wrapWithPassphrase(identity: string, passphrase: string): Promise<string> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(scryptWorkFactor);
  encrypter.setPassphrase(passphrase);
  return toBase64(await encrypter.encrypt(identity));
}

/** @throws when the passphrase is not the one */
export async function unwrapWithPassphrase(wrapped: string, passphrase: string): Promise<string> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(Buffer.from(wrapped, 'base64'), 'text');
}

export async function sealSecrets(secrets: Secrets, recipient: string): Promise<string> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return toBase64(await encrypter.encrypt(JSON.stringify(secrets)));
}

/** @throws when the identity does not open the body, or the body is not what we write */
export async function openSecrets(body: string, identity: string): Promise<Secrets> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const text = await decrypter.decrypt(Buffer.from(body, 'base64'), 'text');
  return Secrets.parse(JSON.parse(text));
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
