import type { EnvironmentHistory } from '../../shared/domain/environment.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';

/**
 * The history that is meant: by a service's id or a file's path.
 * @throws RondaError `env.unknown-history`
 */
export async function resolveEnvironment(
  session: Session,
  hostId: string,
  word: string,
): Promise<EnvironmentHistory> {
  const { histories } = await session.run('env.history', { hostId });
  const found = histories.find(({ name, historyId }) => name === word || historyId === word);
  if (found) return found;
  const known = plainText(histories.map(({ name }) => name).join(', ')) || '–';
  throw new RondaError('env.unknown-history', { name: plainText(word), known });
}
