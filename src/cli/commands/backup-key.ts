import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RondaError } from '../../shared/errors.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { hasTerminal } from '../cli-io.ts';
import { openVaultToKeep, unlockVault } from '../connection/open-vault.ts';
import type { Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { ask } from '../terminal/ask.ts';
import { readDescriptor } from '../terminal/read-descriptor.ts';
import { readNewPassphrase } from '../terminal/read-new-passphrase.ts';

interface IdentityOptions {
  readonly identityFd?: number;
}
interface PassphraseOptions {
  readonly backupPassphraseFd?: number;
}

export function addBackupKeyCommands(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  const group = program.command('backup-key').description(say('help.backup-key-group'));
  group
    .command('make')
    .description(say('help.backup-key-make'))
    .action(() => run(make));
  group
    .command('list')
    .description(say('help.backup-key-list'))
    .action(() => run(list));
  group
    .command('add-identity')
    .description(say('help.backup-key-add'))
    .argument('[file]', say('help.backup-key-add-file'))
    .option('--identity-fd <n>', say('help.backup-key-identity-fd'), parse.whole('--identity-fd', 0, 255))
    .action((file: string | undefined, options: IdentityOptions) =>
      run((session) => addIdentities(session, file, options)),
    );
  group
    .command('save')
    .description(say('help.backup-key-save'))
    .argument('<file>', say('help.backup-key-save-file'))
    .action((file: string) => run((session) => save(session, file)));
  group
    .command('set-passphrase')
    .description(say('help.backup-key-set-passphrase'))
    .option(
      '--backup-passphrase-fd <n>',
      say('help.backup-key-passphrase-fd'),
      parse.whole('--backup-passphrase-fd', 0, 255),
    )
    .action((options: PassphraseOptions) => run((session) => setPassphrase(session, options)));
}

async function make(session: Session): Promise<Outcome> {
  await openVaultToKeep(session);
  const made = await session.run('backup-key.make', {});
  return { json: made, text: session.say('backup-key.made', made) };
}

async function list(session: Session): Promise<Outcome> {
  const { say, paint } = session;
  if (hasTerminal(session.io) || session.options.vaultPassphraseFd !== undefined) await unlockVault(session);
  const keys = await session.run('backup-key.list', {});
  const lines = [
    say(`backup-key.encryption-${keys.encryption}`),
    ...keys.recipients.map(({ recipient, isHeld }) => {
      if (isHeld === null) return say('backup-key.recipient-unknown', { recipient });
      return isHeld
        ? say('backup-key.recipient-held', { recipient })
        : paint.bad(say('backup-key.recipient-elsewhere', { recipient }));
    }),
    ...keys.openOnly.map((recipient) => say('backup-key.open-only', { recipient })),
    ...(keys.passphrases > 0 ? [say('backup-key.passphrases', { count: keys.passphrases })] : []),
  ];
  return { json: keys, text: lines.join('\n') };
}

async function addIdentities(
  session: Session,
  file: string | undefined,
  options: IdentityOptions,
): Promise<Outcome> {
  await openVaultToKeep(session);
  const identities =
    file === undefined ? [await readIdentity(session, options)] : await identitiesIn(resolve(file));
  const recipients: string[] = [];
  for (const identity of identities)
    recipients.push((await session.run('backup-key.add', { identity })).recipient);
  const text = recipients.map((recipient) => session.say('backup-key.added', { recipient })).join('\n');
  return { json: { recipients }, text };
}

async function readIdentity({ io, say }: Session, { identityFd }: IdentityOptions): Promise<string> {
  const option = '--identity-fd';
  let line: string | null;
  if (identityFd !== undefined) line = await readDescriptor(identityFd, option, io.signal);
  else if (hasTerminal(io)) line = await ask(io, say('prompt.identity'), { echo: false });
  else
    throw new RondaError('cli.needs-terminal', {
      question: say('prompt.identity-short'),
      option: `${option} N`,
    });
  if (line === null) throw new RondaError('cli.not-confirmed');
  const [identity] = identityLines(line);
  if (identity === undefined) throw new RondaError('backup.key-not-one');
  return identity;
}

/** The secret keys of a file as `age-keygen` and `backup-key save` write it. */
async function identitiesIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RondaError('backup.file-unreadable', { file: plainText(file), detail: error.code ?? '' });
  });
  const identities = identityLines(text);
  if (identities.length === 0) throw new RondaError('backup.key-not-one');
  return identities;
}

const identityLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'));

async function save(session: Session, file: string): Promise<Outcome> {
  await unlockVault(session);
  const { path } = await session.run('backup-key.save', { path: resolve(file) });
  return { json: { path }, text: session.say('backup-key.saved', { file: plainText(path ?? file) }) };
}

async function setPassphrase(
  session: Session,
  { backupPassphraseFd: fd }: PassphraseOptions,
): Promise<Outcome> {
  const { say } = session;
  await openVaultToKeep(session);
  const passphrase = await readNewPassphrase(session, {
    fd,
    option: '--backup-passphrase-fd',
    question: say('prompt.backup-passphrase'),
    what: say('prompt.backup-passphrase-short'),
  });
  await session.run('backup-key.set-passphrase', { passphrase });
  return { json: {}, text: say('backup-key.passphrase-set') };
}
