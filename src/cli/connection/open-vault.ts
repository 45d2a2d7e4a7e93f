import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import type { RondaConsole } from '../ronda-console.ts';
import type { Session } from '../session.ts';
import { ask } from '../terminal/ask.ts';
import { readDescriptor } from '../terminal/read-descriptor.ts';

/**
 * Opens the vault where this run needs it: when its passphrase was handed in, or when passwords are to be kept.
 * Otherwise a locked vault stays locked, and what it would have known is asked.
 */
export async function openVault(session: Session, console: RondaConsole): Promise<void> {
  const { io, options, say } = session;
  const state = console.state.list('app')[0]?.vault ?? 'absent';
  if (state === 'open' || (options.vaultPassphraseFd === undefined && !options.remember)) return;
  // With a keyring, storing a secret makes the vault by itself: there is no passphrase to ask for.
  if (state === 'absent' && (!options.remember || console.state.list('app')[0]?.keyring)) return;
  const passphrase = await readPassphrase();
  if (state === 'absent') await session.run('vault.create', { passphrase });
  else await session.run('vault.unlock', { passphrase });

  async function readPassphrase(): Promise<string> {
    const option = '--vault-passphrase-fd';
    if (options.vaultPassphraseFd !== undefined)
      return readDescriptor(options.vaultPassphraseFd, option, io.signal);
    if (!hasTerminal(io))
      throw new RondaError('cli.needs-terminal', {
        question: say('prompt.vault-short'),
        option: `${option} N`,
      });
    const answer = await ask(io, say('prompt.vault'), { echo: false });
    if (answer === null) throw new RondaError('cli.not-confirmed');
    return answer;
  }
}

/** Opens the vault to keep something in it, and makes it where there is none: its passphrase is asked before any work. */
export async function openVaultToKeep(session: Session): Promise<void> {
  await openVault({ ...session, options: { ...session.options, remember: true } }, await session.console());
}

/** Opens a locked vault because this command needs what is in it; one that is not there holds nothing to need. */
export async function unlockVault(session: Session): Promise<void> {
  const console = await session.console();
  if (console.state.list('app')[0]?.vault !== 'locked') return;
  await openVault({ ...session, options: { ...session.options, remember: true } }, console);
}

/** Opens a locked vault where a copy of this name is encrypted: its key is in there. */
export async function unlockVaultFor(session: Session, file: string): Promise<void> {
  if (file.endsWith('.age')) await unlockVault(session);
}
