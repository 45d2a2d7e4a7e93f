import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { ambiguous } from './find-named.ts';

/** The one commit whose id begins so. @throws RondaError `cli.backup-unknown`, `cli.ambiguous` */
export async function resolveCommit(session: Session, hostId: string, word: string): Promise<string> {
  const { commits } = await session.run('data.history', { hostId, limit: 500 });
  const matches = word.length < 4 ? [] : commits.filter(({ commit }) => commit.startsWith(word));
  const [only] = matches;
  if (!only) throw new RondaError('cli.backup-unknown', { name: plainText(word) });
  if (matches.length > 1)
    throw ambiguous(
      word,
      matches.map(({ commit, message }) => ({ id: commit, name: message.split('\n')[0] ?? '' })),
    );
  return only.commit;
}
