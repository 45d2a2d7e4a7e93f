import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import type { Session } from '../session.ts';
import { ask } from './ask.ts';
import { readDescriptor } from './read-descriptor.ts';

/**
 * A passphrase that something is about to be encrypted by: from a descriptor, else asked twice, for nobody could open
 * what a mistyped one encrypted.
 * @throws RondaError `cli.needs-terminal`, `cli.not-confirmed`, `env.passphrases-differ`, `cli.descriptor-unreadable`
 */
export async function readNewPassphrase(
  { io, say }: Session,
  how: {
    readonly fd: number | undefined;
    readonly option: string;
    readonly question: string;
    /** What is asked for, without a colon. */
    readonly what: string;
  },
): Promise<string> {
  if (how.fd !== undefined) return readDescriptor(how.fd, how.option, io.signal);
  if (!hasTerminal(io))
    throw new RondaError('cli.needs-terminal', { question: how.what, option: `${how.option} N` });
  const first = await ask(io, how.question, { echo: false });
  const second = first === null ? null : await ask(io, say('prompt.again'), { echo: false });
  if (first === null || second === null) throw new RondaError('cli.not-confirmed');
  if (first !== second) throw new RondaError('env.passphrases-differ');
  return first;
}
