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

/** https://bitwarden.com/help/condition-bitwarden-import/ */
const secureNote = 2;
const hiddenField = 1;

/**
 * An import file for Bitwarden ("Bitwarden (json)"): one secure note for each service, each key a hidden field of it.
 * Not encrypted: whoever writes it to a disk must have said so to the admin.
 */
export function bitwardenImport(
  services: readonly { readonly name: string; readonly values: Readonly<Record<string, string>> }[],
): string {
  const items = services.map(({ name, values }) => ({
    organizationId: null,
    folderId: null,
    type: secureNote,
    reprompt: 0,
    name,
    notes: null,
    favorite: false,
    secureNote: { type: 0 },
    fields: Object.entries(values).map(([key, value]) => ({ name: key, value, type: hiddenField })),
    collectionIds: null,
  }));
  return JSON.stringify({ encrypted: false, folders: [], items }, null, 2);
}
