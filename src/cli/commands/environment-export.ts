import { resolve } from 'node:path';
import type { InputOf } from '../../shared/contract.ts';
import { RondaError } from '../../shared/errors.ts';
import { unlockVault } from '../connection/open-vault.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveEnvironment } from '../resolve/resolve-environment.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Outcome, Session } from '../session.ts';
import { readNewPassphrase } from '../terminal/read-new-passphrase.ts';

export interface EnvironmentExportOptions {
  readonly at?: number;
  readonly recipient?: string;
  readonly exportPassphraseFd?: number;
  readonly bitwarden?: true;
  readonly plain?: true;
}

/** Writes a new file with what one history, or for Bitwarden all of them, hold. */
export async function exportEnvironment(
  session: Session,
  file: string,
  name: string | undefined,
  options: EnvironmentExportOptions,
): Promise<Outcome> {
  const { say } = session;
  if (name === undefined && !options.bitwarden)
    throw new RondaError('cli.usage', { detail: say('usage.missing-argument', { name: 'name' }) });
  if (options.plain && !options.bitwarden)
    throw new RondaError('cli.usage', { detail: say('usage.required-option', { name: '--bitwarden' }) });
  const host = await resolveHost(session);
  await unlockVault(session);
  const historyId =
    name === undefined ? undefined : (await resolveEnvironment(session, host.id, name)).historyId;
  const { path, keys } = await session.run(
    'env.export',
    await inputOf(session, { hostId: host.id, path: resolve(file) }, historyId, options),
  );
  const lines = [say('env.exported', { count: keys, file: plainText(path ?? file) })];
  if (options.bitwarden) lines.push(say('env.exported-plain'));
  return { json: { path, keys }, text: lines.join('\n') };
}

async function inputOf(
  session: Session,
  where: { readonly hostId: string; readonly path: string },
  historyId: string | undefined,
  options: EnvironmentExportOptions,
): Promise<InputOf<'env.export'>> {
  if (historyId === undefined || options.bitwarden) {
    const one = historyId === undefined ? {} : { historyId };
    return { ...where, ...one, form: 'bitwarden', plain: options.plain === true };
  }
  const { recipient, at } = options;
  const to =
    recipient === undefined
      ? {
          kind: 'passphrase' as const,
          passphrase: await readNewPassphrase(session, passphraseOf(session, options)),
        }
      : { kind: 'recipient' as const, recipient };
  return { ...where, form: 'dotenv-age', historyId, to, ...(at === undefined ? {} : { snapshot: at }) };
}

const passphraseOf = ({ say }: Session, { exportPassphraseFd: fd }: EnvironmentExportOptions) => ({
  fd,
  option: '--export-passphrase-fd',
  question: say('prompt.env-passphrase'),
  what: say('prompt.env-passphrase-short'),
});
