import type { Backup } from '../../../shared/domain/backup.ts';
import type { RestoreQuery } from '../../../shared/domain/profile.ts';
import type { CommandRecord } from '../../../shared/domain/service.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { createCommandLog } from '../../services/command-log.ts';
import type { Inspector } from '../inspect/inspector.ts';

/** The query as a command that an admin could type. */
export function queryCommand({ query }: RestoreQuery, { takenAt }: Pick<Backup, 'takenAt'>): string {
  const when = new Date(takenAt).toISOString().slice(0, 16);
  return `sqlite3 -readonly (backup of ${when}Z) ${JSON.stringify(query.replace(/\s+/g, ' ').trim())}`;
}

/** Asks the plain file of a backup, and notes what came of it: too small a number, or none, is a failed command. */
export async function askQuery(
  deps: { readonly inspector: Pick<Inspector, 'number'>; readonly clock: Clock },
  asked: RestoreQuery,
  backup: Pick<Backup, 'takenAt' | 'bytes'>,
  file: string,
  signal: AbortSignal,
): Promise<CommandRecord[]> {
  const log = createCommandLog(deps.clock);
  await log.run(queryCommand(asked, backup), async () => {
    const answer = await deps.inspector
      .number(file, asked.query, { signal, bytes: backup.bytes })
      .catch((error: unknown) => {
        if (!(error instanceof RondaError && error.code === 'backup.inspector-failed')) throw error;
        return { problem: String(error.params.detail) };
      });
    if ('problem' in answer) throw new Error(answer.problem);
    if (answer.value < asked.atLeast)
      throw new Error(`${answer.value}, but at least ${asked.atLeast} was expected`);
    return String(answer.value);
  });
  signal.throwIfAborted();
  return log.records;
}
