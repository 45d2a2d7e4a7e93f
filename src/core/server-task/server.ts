import { RondaError } from '../../shared/errors.ts';
import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';

const minuteMs = 60_000;
/** sshd gives commands a short path on some systems; the night watch sets the same one. */
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export PATH LC_ALL=C';

export interface Answer {
  readonly code: number;
  /** As bytes, one a character: a crontab may hold anything. */
  readonly stdout: string;
  readonly complaint: string;
}

/**
 * Runs lines of ours on the server with a POSIX shell. Values never become part of the lines: they are arguments.
 * @throws RondaError of the connection
 */
export async function runShell(
  connection: HostConnection,
  script: string,
  args: readonly string[],
  options: {
    readonly signal: AbortSignal;
    readonly input?: Uint8Array;
    readonly maxOutputBytes?: number;
    readonly timeoutMs?: number;
  },
): Promise<Answer> {
  const { timeoutMs = minuteMs, ...rest } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const answer = await connection.exec(['sh', '-c', `${path}\n${script}`, 'ronda', ...args], {
    ...rest,
    signal,
  });
  return {
    code: answer.code,
    stdout: answer.stdout.toString('latin1'),
    complaint: sanitizeText(answer.stderr.toString('utf8'), 300),
  };
}

/** As `runShell`. @throws RondaError `server-task.server-failed` too, when the lines end with an error */
export async function mustRun(
  connection: HostConnection,
  what: string,
  script: string,
  args: readonly string[],
  options: Parameters<typeof runShell>[3],
): Promise<string> {
  const { code, stdout, complaint } = await runShell(connection, script, args, options);
  if (code === 0) return stdout;
  throw new RondaError('server-task.server-failed', { what, detail: complaint || `exit code ${code}` });
}

/** What of a server decides what it can do by itself. */
export interface ServerTools {
  readonly curl: boolean;
  readonly gnuWget: boolean;
  readonly wget: boolean;
  readonly nc: boolean;
  readonly bash: boolean;
  readonly docker: boolean;
  readonly timeout: boolean;
}

/** What a server has to offer for a task of ours. */
export interface ServerFacts {
  readonly home: string;
  readonly user: string;
  readonly tools: ServerTools;
  readonly crontab: boolean;
  /** The user's crontab; null when there is none. */
  readonly currentCrontab: string | null;
  /** Why the user may not have one; empty when the user may. */
  readonly crontabRefused: string;
  readonly cronRuns: boolean;
  /** `usable`: its timers live on without a session. */
  readonly userTimers: 'absent' | 'needs-lingering' | 'usable';
}

const probe = `
printf 'home\\t%s\\n' "$HOME"
printf 'user\\t%s\\n' "$(id -un)"
for tool in curl wget nc bash docker timeout crontab; do
  command -v "$tool" >/dev/null 2>&1 && printf 'has\\t%s\\n' "$tool"
done
wget --version 2>/dev/null | head -n 1 | grep -q GNU && printf 'has\\tgnu-wget\\n'
for name in /proc/[0-9]*/comm; do
  read -r word <"$name" 2>/dev/null && case $word in cron | crond | fcron | dcron) printf 'has\\tcron-daemon\\n' ;;
    busybox) tr '\\0' ' ' <"\${name%comm}cmdline" 2>/dev/null | grep -q crond && printf 'has\\tcron-daemon\\n' ;; esac
done 2>/dev/null
if systemctl --user show-environment >/dev/null 2>&1; then
  printf 'has\\tuser-systemd\\n'
  [ "$(loginctl show-user "$(id -un)" -p Linger 2>/dev/null)" = Linger=yes ] && printf 'has\\tlingering\\n'
fi
exit 0`;

/** Looks at the server; changes nothing. */
export async function readServer(connection: HostConnection, signal: AbortSignal): Promise<ServerFacts> {
  const output = await mustRun(connection, 'tell what it has', probe, [], { signal });
  const facts = output.split('\n').map((line) => line.split('\t'));
  const one = (key: string): string => facts.find(([name]) => name === key)?.[1] ?? '';
  const has = (tool: string): boolean => facts.some(([name, value]) => name === 'has' && value === tool);
  const crontab = has('crontab') ? await readCrontab(connection, signal) : { text: null, refused: '' };
  return {
    home: one('home'),
    user: one('user'),
    tools: {
      curl: has('curl'),
      gnuWget: has('gnu-wget'),
      wget: has('wget'),
      nc: has('nc'),
      bash: has('bash'),
      docker: has('docker'),
      timeout: has('timeout'),
    },
    crontab: has('crontab') && crontab.refused === '',
    currentCrontab: crontab.text,
    crontabRefused: crontab.refused,
    cronRuns: has('cron-daemon'),
    userTimers: has('user-systemd') ? (has('lingering') ? 'usable' : 'needs-lingering') : 'absent',
  };
}

/** The user's crontab as it lies there, one byte a character; null when there is none. */
export async function readCrontab(
  connection: HostConnection,
  signal: AbortSignal,
): Promise<{ readonly text: string | null; readonly refused: string }> {
  const { code, stdout, complaint } = await runShell(connection, 'crontab -l', [], { signal });
  if (code === 0) return { text: stdout, refused: '' };
  // Debian, Red Hat and Alpine each say it in their own way.
  const isNone = /no crontab|no such file|can't open/i.test(complaint);
  return { text: null, refused: isNone ? '' : complaint || `exit code ${code}` };
}

/**
 * Puts a crontab in place, or takes the user's away with null, unless somebody changed it meanwhile.
 * @param before as it was read
 */
export async function writeCrontab(
  connection: HostConnection,
  before: string | null,
  after: string | null,
  signal: AbortSignal,
): Promise<void> {
  const now = await readCrontab(connection, signal);
  if (now.text !== before) throw new RondaError('server-task.plan-changed');
  if (after === null) return void (await mustRun(connection, 'crontab -r', 'crontab -r', [], { signal }));
  const input = Buffer.from(after, 'latin1');
  await mustRun(connection, 'crontab -', 'crontab -', [], { signal, input });
  const { text } = await readCrontab(connection, signal);
  if (text !== after) throw new RondaError('server-task.not-verified', { file: 'crontab' });
}
