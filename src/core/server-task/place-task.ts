import type { HostConnection } from '../hosts/host-connection.ts';
import type { Log } from '../platform/log.ts';
import { type TaskOfHost, takeFromCrontab } from './crontab.ts';
import { readCrontab, runShell, writeCrontab } from './server.ts';
import { deleteOn, readFileOn, type ServerFile, verifyFileOn, writeFileOn } from './server-files.ts';

/** What takes back what was done so far, the last thing first. */
export type Undo = ((signal: AbortSignal) => Promise<unknown>)[];

/** To put things back even when the caller has cancelled. */
const undoMs = 30_000;

/**
 * Writes the files of a task and reads them back, then does the rest (`then`: run it once, schedule it). Whatever
 * fails, the server is afterwards as it was before.
 * @throws RondaError `server-task.*`, or what `then` throws
 */
export async function placeTask(
  task: {
    readonly connection: HostConnection;
    readonly hostId: string;
    /** Removed again, with all that is in it, when it was not there before. */
    readonly folder: string;
    readonly files: readonly ServerFile[];
    readonly log: Log;
    readonly signal: AbortSignal;
    readonly stage: (stage: 'write' | 'verify') => Promise<void>;
  },
  then: (undo: Undo) => Promise<void>,
): Promise<void> {
  const { connection, hostId, folder, files, signal } = task;
  const undo: Undo = [];
  try {
    await task.stage('write');
    if (!(await exists(connection, folder, signal)))
      undo.push((late) => deleteFolder(connection, folder, late));
    for (const file of files) {
      const before = await readFileOn(connection, file.path, signal);
      undo.push((late) => putBack(connection, file, before, late));
      await writeFileOn(connection, file, signal);
    }
    await task.stage('verify');
    for (const file of files) await verifyFileOn(connection, file, signal);
    await then(undo);
  } catch (error) {
    const late = AbortSignal.timeout(undoMs);
    for (const step of undo.reverse()) {
      await step(late).catch((failure) =>
        task.log.error('a step of placing something on a server was not undone', { hostId, error: failure }),
      );
    }
    throw error;
  }
}

/** Puts the crontab in place, and notes how to take it back. */
export async function changeCrontab(
  connection: HostConnection,
  before: string | null,
  after: string,
  undo: Undo,
  signal: AbortSignal,
): Promise<void> {
  if (after === before) return;
  undo.push(async (late) => {
    const { text } = await readCrontab(connection, late);
    if (text !== before) await writeCrontab(connection, text, before, late);
  });
  await writeCrontab(connection, before, after, signal);
}

/** Takes a task's lines out of the user's crontab; other lines stay as they are. */
export async function unschedule(
  connection: HostConnection,
  of: TaskOfHost,
  signal: AbortSignal,
): Promise<void> {
  const { text } = await readCrontab(connection, signal);
  if (text === null) return;
  const after = takeFromCrontab(text, of);
  if (after !== text) await writeCrontab(connection, text, after, signal);
}

async function exists(connection: HostConnection, path: string, signal: AbortSignal): Promise<boolean> {
  return (await runShell(connection, '[ -e "$1" ]', [path], { signal })).code === 0;
}

/** The folder above it too, when nothing of another host is in it. */
export async function deleteFolder(
  connection: HostConnection,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await deleteOn(connection, folder, signal);
  await runShell(connection, 'rmdir "$(dirname "$1")" 2>/dev/null', [folder], { signal });
}

async function putBack(
  connection: HostConnection,
  file: ServerFile,
  before: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (before === null) await deleteOn(connection, file.path, signal);
  else await writeFileOn(connection, { ...file, text: before }, signal);
}
