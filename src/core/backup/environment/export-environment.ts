import { RondaError } from '../../../shared/errors.ts';

const age = () => import('age-encryption');

/** Who can open an age file: the holder of the key of `age1…`, or whoever knows the passphrase. */
export type AgeReader = { readonly recipient: string } | { readonly passphrase: string };

/**
 * The text of a dotenv file. Values stand in single quotes, where shells and Compose take everything literally, line
 * breaks included; only one with a single quote in it stands in double quotes.
 * @throws RondaError `env.no-dotenv-name`
 */
export function dotenvText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) throw new RondaError('env.no-dotenv-name', { name });
      if (!value.includes("'")) return `${name}='${value}'\n`;
      return `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"\n`;
    })
    .join('');
}

/**
 * An age file (https://age-encryption.org/v1) of a text.
 * @throws RondaError `env.bad-recipient`
 */
export async function encryptText(text: string, to: AgeReader): Promise<Uint8Array> {
  const encrypter = new (await age()).Encrypter();
  if ('passphrase' in to) encrypter.setPassphrase(to.passphrase);
  else {
    try {
      encrypter.addRecipient(to.recipient);
    } catch {
      // Without the cause: it may quote what was given, and that may be a secret key.
      throw new RondaError('env.bad-recipient');
    }
  }
  return encrypter.encrypt(text);
}

/** An age file of the dotenv text. @throws RondaError `env.bad-recipient`, `env.no-dotenv-name` */
export async function encryptDotenv(
  values: Readonly<Record<string, string>>,
  to: AgeReader,
): Promise<Uint8Array> {
  return encryptText(dotenvText(values), to);
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
