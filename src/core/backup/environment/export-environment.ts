const age = () => import('age-encryption');

/**
 * The text of a dotenv file. Values stand in single quotes, where shells and Compose take everything literally, line
 * breaks included; only one with a single quote in it stands in double quotes.
 * @throws Error for a name that no dotenv file can hold
 */
export function dotenvText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) throw new Error('a name no dotenv file can hold');
      if (!value.includes("'")) return `${name}='${value}'\n`;
      return `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"\n`;
    })
    .join('');
}

/** An age file (https://age-encryption.org/v1) of the dotenv text: for one recipient (`age1…`) or a passphrase. */
export async function encryptDotenv(
  values: Readonly<Record<string, string>>,
  to: { readonly recipient: string } | { readonly passphrase: string },
): Promise<Uint8Array> {
  const encrypter = new (await age()).Encrypter();
  if ('recipient' in to) encrypter.addRecipient(to.recipient);
  else encrypter.setPassphrase(to.passphrase);
  return encrypter.encrypt(dotenvText(values));
}
