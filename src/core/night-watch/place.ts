import type { NightWatchStage } from '../../shared/domain/night-watch.ts';
import { RondaError } from '../../shared/errors.ts';
import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Log } from '../platform/log.ts';
import { changeCrontab, deleteFolder, placeTask, unschedule } from '../server-task/place-task.ts';
import { mustRun, runShell, type ServerFacts } from '../server-task/server.ts';
import { deleteOn } from '../server-task/server-files.ts';
import { type MadePlan, scriptName, unitName } from './make-plan.ts';

export interface Placing {
  readonly connection: HostConnection;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly stage: (stage: NightWatchStage) => Promise<void>;
}

/** Long enough for a first run in which every check fails slowly and is tried again. */
const firstRunMs = 150_000;

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
  await placeTask({ ...placing, folder, hostId, files: [...files, ...units] }, async (undo) => {
    // A dead-man address that is no longer wanted.
    if (!files.some(({ name }) => name === 'ping')) await deleteOn(connection, `${folder}/ping`, signal);
    await stage('first-run');
    await refreshLease();
    await firstRun(connection, folder, signal);
    await stage('schedule');
    if (crontab !== null) await changeCrontab(connection, facts.currentCrontab, crontab, undo, signal);
    else {
      undo.push((late) => stopTimer(connection, hostId, late));
      await startTimer(connection, hostId, signal);
    }
  });
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
  if (hasCrontab) await unschedule(connection, { task: 'ronda-night-watch', hostId }, signal);
  await stopTimer(connection, hostId, signal);
  await stage('delete');
  for (const ending of ['service', 'timer'])
    await deleteOn(connection, `${home}/.config/systemd/user/${unitName(hostId)}.${ending}`, signal);
  await deleteFolder(connection, folder, signal);
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
