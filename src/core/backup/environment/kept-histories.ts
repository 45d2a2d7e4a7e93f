import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { RondaError } from '../../../shared/errors.ts';
import type { ChangingSecrets } from '../../vault/vault.ts';

interface Snapshot {
  readonly snapshot: number;
}
interface History<S extends Snapshot> {
  readonly id: string;
  readonly snapshots: readonly S[];
}

/** What came of a round: names, never a content. */
export interface KeptRound {
  readonly added: { readonly historyId: string; readonly name: string; readonly snapshot: number }[];
  readonly unchanged: number;
  readonly leftOut: { readonly what: string; readonly why: RondaError }[];
}

export function newestOf<S extends Snapshot>({ snapshots }: Pick<History<S>, 'snapshots'>): S {
  const newest = snapshots.at(-1);
  if (!newest) throw new Error('a history without a snapshot');
  return newest;
}

/** A record as the vault holds it; an empty one with a key of its own where it holds none. @throws what `damaged` makes */
export function parseRecord<R extends { readonly format: string }>(
  text: string | null,
  schema: z.ZodType<R>,
  format: R['format'],
  damaged: () => RondaError,
): R {
  try {
    return schema.parse(
      text === null ? { format, key: randomBytes(32).toString('base64'), histories: [] } : JSON.parse(text),
    );
  } catch {
    // Without the cause: what a parser says of a text quotes it.
    throw damaged();
  }
}

/**
 * Keeps what was found in the histories of one secret of the vault, in one change of it.
 * @param parse the record of a secret's text
 * @param add the histories that it changes, by id, with what was found as the newest of its own; why it cannot be kept;
 * null: there is nothing to keep
 * @throws RondaError `vault.locked`, `vault.needs-passphrase`, and what `parse` throws; nothing is kept then
 */
export async function keepInHistories<S extends Snapshot, H extends History<S>, F>(
  vault: ChangingSecrets,
  secret: string,
  parse: (text: string | null) => { readonly histories: readonly H[] },
  found: readonly F[],
  nameOf: (each: F) => { readonly id: string; readonly name: string },
  add: (all: ReadonlyMap<string, H>, each: F) => ReadonlyMap<string, H> | RondaError | null,
): Promise<KeptRound> {
  let round: KeptRound = { added: [], unchanged: 0, leftOut: [] };
  await vault.update(secret, (before) => {
    const record = parse(before);
    const histories = new Map(record.histories.map((history) => [history.id, history]));
    const added: KeptRound['added'] = [];
    const leftOut: KeptRound['leftOut'] = [];
    let unchanged = 0;
    for (const each of found) {
      const { id, name } = nameOf(each);
      const known = histories.get(id);
      const changed = add(histories, each);
      if (changed === null) continue;
      if (changed instanceof Error) {
        leftOut.push({ what: name, why: changed });
        continue;
      }
      for (const [changedId, history] of changed) histories.set(changedId, history);
      const next = histories.get(id);
      if (!next) throw new Error('a history that was not kept');
      const { snapshot } = newestOf(next);
      if (known && snapshot === newestOf(known).snapshot) unchanged += 1;
      else added.push({ historyId: id, name, snapshot });
    }
    round = { added, unchanged, leftOut };
    const text = JSON.stringify({ ...record, histories: [...histories.values()] });
    return text === before || histories.size === 0 ? null : text;
  });
  return round;
}
