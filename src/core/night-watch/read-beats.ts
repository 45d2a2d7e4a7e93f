import type { Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { StoredHeartbeat } from '../health/heartbeat-repository.ts';
import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { mustRun } from '../server-task/server.ts';

export type NightBeat = StoredHeartbeat & { readonly everyMs: number };

/** Two files of 2 MB each are the most that the script keeps. */
const longestBytes = 8_000_000;
const mostBeats = 100_000;

/** Every beat that is younger than a second of the server's clock, as the script wrote them. */
export async function fetchBeats(
  connection: HostConnection,
  folder: string,
  sinceSecond: number,
  signal: AbortSignal,
): Promise<string> {
  return mustRun(
    connection,
    'hand over what it saw',
    `cat "$1/beats.old" "$1/beats" 2>/dev/null | awk -v since="$2" '$1 + 0 > since + 0'`,
    [folder, String(sinceSecond)],
    { signal, maxOutputBytes: longestBytes },
  );
}

const outcomes = new Map([
  ['ok', 'ok'],
  ['degraded', 'degraded'],
  ['fail', 'fail'],
] as const);
const statuses = new Map([
  ['up', 'up'],
  ['degraded', 'degraded'],
  ['pending', 'pending'],
  ['down', 'down'],
] as const);
const lookUp = <T>(map: ReadonlyMap<string, T>, key: string | undefined): T | undefined => map.get(key ?? '');

/**
 * The beats of checks that the profile has; a line that is not one (a torn write, another hand) is passed over.
 * @param skewMs our clock minus the server's
 */
export function readBeats(
  text: string,
  { hostId, profile, skewMs, now }: { hostId: string; profile: Profile; skewMs: number; now: number },
): NightBeat[] {
  const every = new Map(
    profile.services.flatMap((service) =>
      service.checks.map((check) => [`${service.id}\t${check.id}`, check.every] as const),
    ),
  );
  const beats: NightBeat[] = [];
  for (const line of text.split('\n')) {
    const [
      second = '',
      serviceId = '',
      checkId = '',
      outcomeWord,
      statusWord,
      ms = '',
      word = '',
      detail = '',
    ] = line.split('\t');
    const everyMs = every.get(`${serviceId}\t${checkId}`);
    const outcome = lookUp(outcomes, outcomeWord);
    const status = lookUp(statuses, statusWord);
    if (!/^\d{9,11}$/.test(second) || everyMs === undefined || !outcome || !status) continue;
    const at = Math.round(Number(second) * 1000 + skewMs);
    if (at < 0 || at > now) continue;
    const said = sanitizeText([word, detail].filter((part) => part !== '-' && part !== '').join(' '), 200);
    const cause = outcome === 'ok' ? undefined : new RondaError('night-watch.seen', { detail: said });
    beats.push({
      hostId,
      serviceId,
      checkId,
      everyMs,
      at,
      outcome,
      status,
      latencyMs: /^\d{1,7}$/.test(ms) ? Number(ms) : null,
      message: cause?.message ?? said,
      ...(cause ? { cause: cause.toShape() } : {}),
      source: 'night-watch',
    });
  }
  return beats.slice(-mostBeats);
}
