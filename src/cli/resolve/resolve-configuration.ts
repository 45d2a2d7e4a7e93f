import type { ConfigurationHistory } from '../../shared/domain/configuration.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';

/**
 * The file that is meant: by its whole path, as the manual writes it (`~/…`), or by its last names where they are one
 * file's alone.
 * @throws RondaError `config.unknown-file`
 */
export async function resolveConfiguration(
  session: Session,
  hostId: string,
  word: string,
): Promise<ConfigurationHistory> {
  const { histories } = await session.run('config.history', { hostId });
  const end = `/${word.replace(/^~?\//, '')}`;
  const ending = histories.filter(({ path }) => path.endsWith(end));
  const found = histories.find(({ path, historyId }) => path === word || historyId === word);
  if (found) return found;
  if (ending[0] && ending.length === 1) return ending[0];
  const near = ending.length > 1 ? ending : histories;
  const known = plainText(near.map(({ path }) => path).join(', ')) || '–';
  throw new RondaError('config.unknown-file', { name: plainText(word), known });
}
