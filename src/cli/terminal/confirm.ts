import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import type { Session } from '../session.ts';
import { ask } from './ask.ts';

/**
 * Goes on only when one of the words is typed.
 * @throws RondaError `cli.needs-yes` without a terminal, `cli.not-confirmed` for anything else that is typed
 */
export async function confirmWord(
  session: Session,
  question: string,
  words: readonly string[],
): Promise<void> {
  if (!hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  const answer = (await ask(session.io, question))?.trim();
  if (answer === undefined || !words.includes(answer)) throw new RondaError('cli.not-confirmed');
}
