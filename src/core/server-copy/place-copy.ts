import type { ServerCopyStage } from '../../shared/domain/server-copy.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Log } from '../platform/log.ts';
import { changeCrontab, deleteFolder, placeTask, unschedule } from '../server-task/place-task.ts';
import { runShell, type ServerFacts } from '../server-task/server.ts';
import { deleteOn } from '../server-task/server-files.ts';
import { insideName, type MadeCopyPlan, scriptName } from './make-plan.ts';

export interface PlacingCopies {
  readonly connection: HostConnection;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly stage: (stage: ServerCopyStage) => Promise<void>;
}

/** A first run copies every database; a small server packs some 20 MB a second. */
const firstRunMs = 30 * 60_000;

/**
 * Writes the files, reads them back, lets the script make its first copies, and only then has it started each day.
 * Whatever fails, the server is afterwards as it was before.
 */
export async function placeCopies(
  { shown, files, crontab }: MadeCopyPlan,
  facts: ServerFacts,
  placing: PlacingCopies,
): Promise<void> {
  const { connection, signal, stage } = placing;
  const { folder, hostId } = shown;
  await placeTask({ ...placing, folder, hostId, files }, async (undo) => {
    await stage('first-run');
    const { code, stdout, complaint } = await runShell(
      connection,
      'sh "$1/$2"; code=$?; [ $code -eq 0 ] || cat "$1/problem" 2>/dev/null; exit $code',
      [folder, scriptName],
      { signal, timeoutMs: firstRunMs },
    );
    if (code !== 0) {
      const detail = (stdout || complaint || `exit code ${code}`).replaceAll(/\s+/g, ' ').slice(0, 300);
      throw new RondaError('server-copy.first-run-failed', { detail });
    }
    await stage('schedule');
    await changeCrontab(connection, facts.currentCrontab, crontab, undo, signal);
  });
}

/** Takes script and schedule off the server; the copies too when they are to go. */
export async function takeCopiesAway(
  placed: { readonly hostId: string; readonly folder: string },
  withCopies: boolean,
  hasCrontab: boolean,
  { connection, signal, stage }: PlacingCopies,
): Promise<void> {
  const { hostId, folder } = placed;
  await stage('unschedule');
  if (hasCrontab) await unschedule(connection, { task: 'ronda-server-copy', hostId }, signal);
  await stage('delete');
  if (withCopies) return deleteFolder(connection, folder, signal);
  for (const name of [scriptName, insideName, 'databases', 'last', 'problem'])
    await deleteOn(connection, `${folder}/${name}`, signal);
}
