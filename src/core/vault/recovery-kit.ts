import { RondaError } from '../../shared/errors.ts';

/** An age X25519 identity, Bech32 in capitals: https://age-encryption.org/v1 */
const IDENTITY = /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/;

/**
 * The text of a recovery kit: the key of the vault, and what to do with it. Everything else is a comment to the `age`
 * command, so that the kit works as an identity file without Ronda too.
 */
export function recoveryKitText(kit: { identity: string; recipient: string; madeAt: Date }): string {
  return `# Ronda: kunci pemulihan brankas / recovery key of the vault
# Dibuat / made: ${kit.madeAt.toISOString()}
# Brankas / vault: ${kit.recipient}
#
# Cetak, lalu simpan di tempat yang aman. Siapa pun yang memegangnya bisa membuka vault.json.
# Print it and keep it in a safe place. Whoever holds it can open vault.json.
#
# Di laptop lain: salin vault.json ke folder Ronda, buka Pengaturan > Brankas, masukkan kunci ini.
# On another laptop: copy vault.json into Ronda's folder, open Settings > Vault, enter this key.
# Tanpa Ronda / without Ronda: jq -r .body vault.json | base64 -d | age -d -i THIS-FILE

${kit.identity}
`;
}

/**
 * The key in what a person typed or pasted: the key alone, in small letters or with spaces, or the whole kit.
 * @throws RondaError `vault.wrong-recovery-key`
 */
export function readRecoveryKey(text: string): string {
  const [key] = IDENTITY.exec(text) ?? IDENTITY.exec(text.replaceAll(/\s/g, '').toUpperCase()) ?? [];
  if (key === undefined) throw new RondaError('vault.wrong-recovery-key');
  return key;
}
