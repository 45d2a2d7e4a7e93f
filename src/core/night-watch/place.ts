import type { NightWatchStage } from '../../shared/domain/night-watch.ts';
import { RondaError } from '../../shared/errors.ts';
import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Log } from '../platform/log.ts';
import { takeFromCrontab } from './crontab.ts';
import { type MadePlan, scriptName, unitName } from './make-plan.ts';
import { mustRun, readCrontab, runShell, type ServerFacts, writeCrontab } from './server.ts';
import { deleteOn, readFileOn, type ServerFile, verifyFileOn, writeFileOn } from './server-files.ts';

export interface Placing {
  readonly connection: HostConnection;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly stage: (stage: NightWatchStage) => Promise<void>;
}

/** Long enough for a first run in which every check fails slowly and is tried again. */
const firstRunMs = 150_000;
/** To put things back even when the caller has cancelled. */
const undoMs = 30_000;

/**
 * Writes the files, reads them back, lets the script run once, and only then has it started each minute. Whatever fails,
 * the server is afterwards as it was before.
 * @param refreshLease called before the first run, so that it watches silently
 */
export async function place(
  { shown, files, crontab, units }: MadePlan,
  facts: ServerFacts,
  refreshLease: () => Promise<void>,
  placing: Placing,
): Promise<void> {
  const { connection, signal, stage } = placing;
  const { folder, hostId } = shown;
  const undo: ((signal: AbortSignal) => Promise<unknown>)[] = [];
  try {
    await stage('write');
    const wasThere = await exists(connection, folder, signal);
    if (!wasThere) undo.push((late) => deleteFolder(connection, folder, late));
    for (const file of [...files, ...units]) {
      const before = await readFileOn(connection, file.path, signal);
      undo.push((late) => putBack(connection, file, before, late));
      await writeFileOn(connection, file, signal);
    }
    // A dead-man address that is no longer wanted.
    if (!files.some(({ name }) => name === 'ping')) await deleteOn(connection, `${folder}/ping`, signal);
    await stage('verify');
    for (const file of [...files, ...units]) await verifyFileOn(connection, file, signal);
    await stage('first-run');
    await refreshLease();
    await firstRun(connection, folder, signal);
    await stage('schedule');
    if (crontab !== null && crontab !== facts.currentCrontab) {
      undo.push(async (late) => {
        const { text } = await readCrontab(connection, late);
        if (text !== facts.currentCrontab) await writeCrontab(connection, text, facts.currentCrontab, late);
      });
      await writeCrontab(connection, facts.currentCrontab, crontab, signal);
    } else if (crontab === null) {
      undo.push((late) => stopTimer(connection, hostId, late));
      await startTimer(connection, hostId, signal);
    }
  } catch (error) {
    const late = AbortSignal.timeout(undoMs);
    for (const step of undo.reverse()) {
      await step(late).catch((failure) =>
        placing.log.error('a step of placing the night watch was not undone', { hostId, error: failure }),
      );
    }
    throw error;
  }
}

/** Takes everything off the server again; other lines of the crontab stay as they are. */
export async function takeAway(
  placed: { readonly hostId: string; readonly folder: string },
  home: string,
  hasCrontab: boolean,
  { connection, signal, stage }: Placing,
): Promise<void> {
  const { hostId, folder } = placed;
  await stage('unschedule');
  if (hasCrontab) {
    const { text } = await readCrontab(connection, signal);
    if (text !== null) {
      const after = takeFromCrontab(text, hostId);
      if (after !== text) await writeCrontab(connection, text, after, signal);
    }
  }
  await stopTimer(connection, hostId, signal);
  await stage('delete');
  for (const ending of ['service', 'timer'])
    await deleteOn(connection, `${home}/.config/systemd/user/${unitName(hostId)}.${ending}`, signal);
  await deleteFolder(connection, folder, signal);
}

async function exists(connection: HostConnection, path: string, signal: AbortSignal): Promise<boolean> {
  return (await runShell(connection, '[ -e "$1" ]', [path], { signal })).code === 0;
}

/** The folder above it too, when no other host's night watch is in it. */
async function deleteFolder(connection: HostConnection, folder: string, signal: AbortSignal): Promise<void> {
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

async function firstRun(connection: HostConnection, folder: string, signal: AbortSignal): Promise<void> {
  const { code, stdout, complaint } = await runShell(
    connection,
    // A run that cron started a moment ago is as good as ours.
    `before=$(cat "$1/last" 2>/dev/null); sh "$1/$2" || exit; tries=0
until [ "$(cat "$1/last" 2>/dev/null)" != "$before" ] || [ $tries -ge 60 ]; do sleep 1; tries=$((tries + 1)); done
[ -s "$1/last" ] && [ $tries -lt 60 ]`,
    [folder, scriptName],
    { signal, timeoutMs: firstRunMs },
  );
  if (code === 0) return;
  const detail = sanitizeText(complaint || stdout || `exit code ${code}`, 300);
  throw new RondaError('night-watch.first-run-failed', { detail });
}

async function startTimer(connection: HostConnection, hostId: string, signal: AbortSignal): Promise<void> {
  const lines = 'systemctl --user daemon-reload && systemctl --user enable --now "$1.timer"';
  await mustRun(connection, 'start the timer', lines, [unitName(hostId)], { signal });
}

/** Nothing is wrong where there is no systemd, or no such timer. */
async function stopTimer(connection: HostConnection, hostId: string, signal: AbortSignal): Promise<void> {
  const lines = `command -v systemctl >/dev/null 2>&1 || exit 0
systemctl --user disable --now "$1.timer" >/dev/null 2>&1; systemctl --user daemon-reload >/dev/null 2>&1; exit 0`;
  await runShell(connection, lines, [unitName(hostId)], { signal });
}
