import type { Archive } from '../../shared/domain/archive.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { ambiguous } from './find-named.ts';

/** By id, the beginning of one, or its file. @throws RondaError `cli.backup-unknown`, `cli.ambiguous` */
export async function resolveArchive(session: Session, word: string): Promise<Archive> {
  const { archives } = await session.run('archive.list', {});
  const whole = archives.find(({ id, file }) => id === word || file === word);
  if (whole) return whole;
  const matches = word.length < 4 ? [] : archives.filter(({ id }) => id.startsWith(word));
  const [only] = matches;
  if (!only) throw new RondaError('cli.backup-unknown', { name: plainText(word) });
  if (matches.length > 1)
    throw ambiguous(
      word,
      matches.map(({ id }) => ({ id, name: id })),
    );
  return only;
}
