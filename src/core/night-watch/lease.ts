import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { runShell } from '../server-task/server.ts';

/** What the night watch has to know of the console to go on where it stops. */
export interface LeaseContent {
  /** Services that the console has reported down and not yet recovered, with the incident's severity. */
  readonly told: readonly { readonly serviceId: string; readonly severity: string }[];
  /** Services that nobody is to be told of: stopped or silenced through the console. Null: until further notice. */
  readonly muted: readonly { readonly serviceId: string; readonly untilMs: number | null }[];
}

/** What the night watch says of itself, by the server's clock, in seconds. */
export interface NightReport {
  readonly serverNow: number;
  /** When it ran last, and for how long. */
  readonly lastRun: { readonly at: number; readonly seconds: number } | null;
  /** Services that it, and not the console, reported down and that have not recovered. */
  readonly told: readonly { readonly serviceId: string; readonly at: number; readonly severity: string }[];
  readonly problem: string;
  readonly isRenewed: boolean;
}

const lines = `cd "$1" 2>/dev/null || { echo absent; exit 0; }
umask 077
stamp=$(date +%s)
if [ "$2" = report ]; then cat >/dev/null
elif { printf 'lease %s\\n' "$([ "$2" = renew ] && echo "$stamp" || echo 0)" && cat; } >lease.new && mv -f lease.new lease
then echo renewed; fi
printf 'now\\t%s\\n' "$stamp"
for name in told/*; do
  [ -f "$name" ] && read -r at by severity <"$name" && printf 'told\\t%s\\t%s\\t%s\\t%s\\n' "\${name#told/}" "$at" "$by" "$severity"
done
[ -f last ] && read -r at seconds <last && printf 'last\\t%s\\t%s\\n' "$at" "$seconds"
[ -f problem ] && printf 'problem\\t%s\\n' "$(head -c 400 problem | tr '\\n\\t' '  ')"
exit 0`;

/**
 * Renews the lease (or gives it back, or only asks), in one round trip, by the server's own clock: the two clocks need
 * not agree.
 * @returns null when there is no night watch in that folder
 */
export async function tellNightWatch(
  connection: HostConnection,
  folder: string,
  what: 'renew' | 'release' | 'report',
  { told, muted }: LeaseContent,
  clockSkewMs: number,
  signal: AbortSignal,
): Promise<NightReport | null> {
  const until = (ms: number | null): number => (ms === null ? 0 : Math.ceil((ms + clockSkewMs) / 1000));
  const input = [
    ...told.map(({ serviceId, severity }) => `told ${serviceId} ${severity}\n`),
    ...muted.map(({ serviceId, untilMs }) => `muted ${serviceId} ${until(untilMs)}\n`),
  ].join('');
  const { stdout } = await runShell(connection, lines, [folder, what], {
    signal,
    input: Buffer.from(input),
    timeoutMs: 20_000,
  });
  const answer = stdout.split('\n').map((line) => line.split('\t'));
  if (answer[0]?.[0] === 'absent') return null;
  const find = (key: string): string[] => answer.find(([name]) => name === key) ?? [];
  const [, at, seconds] = find('last');
  return {
    serverNow: whole(find('now')[1]) ?? 0,
    lastRun: whole(at) === null ? null : { at: whole(at) ?? 0, seconds: whole(seconds) ?? 0 },
    told: answer.flatMap(([key, serviceId = '', toldAt, by, severity = '']) =>
      key === 'told' && by === 'night' ? [{ serviceId, at: whole(toldAt) ?? 0, severity }] : [],
    ),
    problem: sanitizeText(find('problem')[1] ?? '', 300),
    isRenewed: find('renewed').length > 0,
  };
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
