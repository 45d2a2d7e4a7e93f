import type { Incident } from '../../shared/domain/incident.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';

/** The incident that is meant: `12`, `#12` or its id. */
export async function resolveIncident(session: Session, word: string): Promise<Incident> {
  const { incidents } = await session.run('incidents.list', {});
  const number = /^#?(\d{1,9})$/.exec(word)?.[1];
  const found =
    incidents.find(({ id }) => id === word) ??
    incidents.find((incident) => number !== undefined && incident.number === Number(number));
  if (found) return found;
  throw new RondaError('cli.incident-unknown', { name: plainText(word) });
}
