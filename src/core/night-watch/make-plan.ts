import type { AlertConfig } from '../../shared/domain/alerts.ts';
import type { SshTarget } from '../../shared/domain/host.ts';
import type {
  NightFile,
  NightNote,
  NightScheduler,
  NightWatchPlan,
  PlacedNightWatch,
} from '../../shared/domain/night-watch.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { addToCrontab } from '../server-task/crontab.ts';
import type { ServerFacts } from '../server-task/server.ts';
import { type ServerFile, sha256 } from '../server-task/server-files.ts';
import { taskFolder } from '../server-task/task-folder.ts';
import { utcQuietHours } from './quiet-minutes.ts';
import { watchData } from './watch-data.ts';

export const scriptName = 'ronda-night-watch.sh';
/** The console renews its lease three times in this long. */
export const leaseSeconds = 90;
/** What the script says of itself in its second line of prose. */
export function versionOf(script: string): number {
  return Number(/^# Ronda night watch, version (\d+)\.$/m.exec(script)?.[1] ?? 0);
}

/** The bot's way out, as the night watch needs it. */
export interface TelegramWay {
  readonly apiBase: string;
  readonly token: string;
  readonly config: Pick<AlertConfig, 'telegram' | 'routes' | 'quietHours' | 'timeZone'>;
}

export interface PlanInput {
  readonly hostId: string;
  readonly hostName: string;
  readonly target: SshTarget;
  /** Docker is reached through sudo there. */
  readonly sudo: boolean;
  readonly profile: Profile;
  readonly language: 'en' | 'id';
  readonly telegram: TelegramWay;
  readonly deadManUrl: string | null;
  readonly script: string;
  readonly facts: ServerFacts;
  readonly placed: PlacedNightWatch | null;
  readonly now: number;
}

export interface MadePlan {
  readonly shown: NightWatchPlan;
  readonly files: readonly ServerFile[];
  /** The whole crontab as it will be; null with a timer. */
  readonly crontab: string | null;
  readonly units: readonly ServerFile[];
}

const secretFiles = new Set(['telegram', 'ping']);

/**
 * All that placing will write and run, from what is known of host and server. Pure: nothing is asked or changed.
 * @throws RondaError `night-watch.no-sender`, `no-scheduler`, `home-unusable`, `nothing-to-watch`
 */
export function makePlan(input: PlanInput): MadePlan {
  const { hostId, facts, telegram, placed } = input;
  const folder = taskFolder(facts.home, { task: 'ronda-night-watch', hostId });
  if (!facts.tools.curl && !facts.tools.gnuWget) throw new RondaError('night-watch.no-sender');
  const { scheduler, notes } = chooseScheduler(facts);
  const { config } = telegram;
  const quiet = utcQuietHours(config, input.now);
  const told = Object.entries(config.routes).flatMap(([severity, channels]) =>
    channels.includes('telegram') ? [severity] : [],
  );
  const data = watchData(
    input.profile,
    {
      language: input.language,
      hostName: input.hostName,
      leaseSeconds,
      dockerSocket: input.target.dockerSocket,
      sudo: input.sudo,
      told,
      quiet,
    },
    facts.tools,
  );
  if (data.watched.length === 0) throw new RondaError('night-watch.nothing-to-watch');

  const file = (name: string, mode: string, text: string): ServerFile => ({
    name,
    path: `${folder}/${name}`,
    mode,
    text,
  });
  const { chatId, topicId } = config.telegram;
  const files = [
    file(scriptName, '700', input.script),
    file('targets', '600', data.text),
    file(
      'telegram',
      '600',
      `${telegram.apiBase}/bot${telegram.token}/sendMessage\n${chatId}\n${topicId ?? '-'}\n`,
    ),
    ...(input.deadManUrl === null ? [] : [file('ping', '600', `${new URL(input.deadManUrl).href}\n`)]),
  ];
  const isWebsite = (kind: string): boolean => kind === 'website';
  const checks = input.profile.services.flatMap((service) => service.checks);
  if (checks.some((check) => isWebsite(check.kind) && 'from' in check && check.from === 'laptop'))
    notes.push('website-from-server');
  if (input.deadManUrl === null) notes.push('no-dead-man');
  if (quiet) notes.push('quiet-hours');
  if (!facts.tools.timeout) notes.push('no-time-limit');
  if (told.length < 4 && !told.includes('P3')) notes.push('severity-not-routed');

  const line = `* * * * * /bin/sh ${folder}/${scriptName} >/dev/null 2>&1`;
  const crontab =
    scheduler === 'cron'
      ? addToCrontab(facts.currentCrontab, { task: 'ronda-night-watch', hostId }, line)
      : null;
  const units = scheduler === 'cron' ? [] : unitFiles(facts.home, hostId, folder);
  const crontabLines =
    crontab === null
      ? []
      : crontab.split('\n').filter((text, at, all) => text === line || all[at + 1] === line);
  const shownFiles = [...files, ...units].map(showFile);
  const same =
    placed !== null &&
    placed.scheduler === scheduler &&
    placed.folder === folder &&
    Object.keys(placed.files).length === files.length &&
    files.every(({ name, text }) => placed.files[name] === sha256(text));
  const shown = {
    hostId,
    action: placed === null ? ('place' as const) : same ? ('nothing' as const) : ('update' as const),
    version: versionOf(input.script),
    folder,
    scheduler,
    files: shownFiles,
    crontabLines,
    commands: commandsOf(folder, files, units, scheduler, hostId),
    watched: data.watched,
    leftOut: data.leftOut,
    notes,
    hasDeadMan: input.deadManUrl !== null,
  };
  return { shown: { ...shown, digest: sha256(JSON.stringify(shown)) }, files, crontab, units };
}

function chooseScheduler(facts: ServerFacts): { scheduler: NightScheduler; notes: NightNote[] } {
  if (facts.userTimers === 'usable') return { scheduler: 'systemd-user', notes: [] };
  if (!facts.crontab) {
    const detail = facts.crontabRefused ? `crontab: ${facts.crontabRefused}` : '';
    throw new RondaError('night-watch.no-scheduler', { detail, user: facts.user || '$USER' });
  }
  const notes: NightNote[] = [];
  if (facts.userTimers === 'needs-lingering') notes.push('needs-lingering');
  if (!facts.cronRuns) notes.push('cron-not-running');
  return { scheduler: 'cron', notes };
}

export const unitName = (hostId: string): string => `ronda-night-watch-${hostId}`;

function unitFiles(home: string, hostId: string, folder: string): ServerFile[] {
  const name = unitName(hostId);
  const at = `${home.replace(/\/+$/, '')}/.config/systemd/user`;
  const unit = (ending: string, text: string): ServerFile => ({
    name: `${name}.${ending}`,
    path: `${at}/${name}.${ending}`,
    mode: '600',
    text,
  });
  return [
    unit(
      'service',
      `[Unit]\nDescription=Ronda night watch (${hostId})\n\n[Service]\nType=oneshot\nExecStart=/bin/sh ${folder}/${scriptName}\n`,
    ),
    unit(
      'timer',
      `[Unit]\nDescription=Ronda night watch (${hostId}), each minute\n\n[Timer]\nOnCalendar=*-*-* *:*:00\nAccuracySec=5s\n\n[Install]\nWantedBy=timers.target\n`,
    ),
  ];
}

function commandsOf(
  folder: string,
  files: readonly ServerFile[],
  units: readonly ServerFile[],
  scheduler: NightScheduler,
  hostId: string,
): string[] {
  const written = [...files, ...units];
  return [
    `mkdir -p ${folder}`,
    ...written.flatMap(({ path, mode }) => [`cat > ${path}`, `chmod ${mode} ${path}`]),
    ...written.map(({ path }) => `sha256sum ${path}`),
    `sh ${folder}/${scriptName}`,
    ...(scheduler === 'cron'
      ? ['crontab -l', 'crontab -']
      : ['systemctl --user daemon-reload', `systemctl --user enable --now ${unitName(hostId)}.timer`]),
  ];
}

function showFile({ name, path, mode, text }: ServerFile): NightFile {
  const isSecret = secretFiles.has(name);
  return {
    name,
    path,
    mode,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
    isSecret,
    text: isSecret ? masked(name, text) : text,
  };
}

/** What of a secret file may be seen: where it leads to. */
function masked(name: string, text: string): string {
  const [address = '', ...rest] = text.split('\n');
  const { origin } = new URL(address);
  return [name === 'telegram' ? `${origin}/bot[token]/sendMessage` : `${origin}/…`, ...rest].join('\n');
}
