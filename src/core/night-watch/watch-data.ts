import type { LeftOutReason } from '../../shared/domain/night-watch.ts';
import { type CheckSpec, localText, type Profile, type ServiceSpec } from '../../shared/domain/profile.ts';
import { checkTarget } from '../health/run-check.ts';
import type { ServerTools } from '../server-task/server.ts';

export interface WatchSettings {
  readonly language: 'en' | 'id';
  readonly hostName: string;
  readonly leaseSeconds: number;
  readonly dockerSocket: string;
  readonly sudo: boolean;
  /** Severities that Telegram hears of. */
  readonly told: readonly string[];
  /** Minutes of the day, UTC; null: no quiet hours. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
}

export interface WatchData {
  /** The file `targets`: fields between tabs, one thing a line. The script splits it and runs none of it. */
  readonly text: string;
  readonly watched: { readonly serviceId: string; readonly checkId: string; readonly target: string }[];
  readonly leftOut: {
    readonly serviceId: string;
    readonly checkId: string;
    readonly reason: LeftOutReason;
  }[];
}

const header = `# What the night watch of Ronda looks at. Written by Ronda; fields are separated by tabs, and nothing here is a command.
#   set <name> <value>
#   service <id> <severity> <tell: yes|no> <name>
#   check <service> <id> <kind> <every s> <timeout s> <retry s> <failures> <status or Docker query> <slower ms> <target> <extra>
#   json <service> <check> <path> <value it must have>
`;
const longestName = 60;
/** A run has one minute; what answers later than this is not waited for. */
const longestTimeoutS = 20;

/** Control characters would end a field or a line; lone surrogates have no UTF-8. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

function cleanName(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...plain].slice(0, longestName).join('') || '?';
}

/** The profile's checks as lines for the script, and those that it cannot make, with the reason. */
export function watchData(profile: Profile, settings: WatchSettings, tools: ServerTools): WatchData {
  const { suggest } = profile.incidents;
  const watched: WatchData['watched'] = [];
  const leftOut: WatchData['leftOut'] = [];
  const tells = (severity: string): string => (settings.told.includes(severity) ? 'yes' : 'no');
  const set: [string, string | number][] = [
    ['lang', settings.language],
    ['host', cleanName(settings.hostName)],
    ['lease_seconds', settings.leaseSeconds],
    ['docker_socket', settings.dockerSocket],
    ['docker_sudo', settings.sudo ? 'yes' : 'no'],
    ['all_severity', suggest.allDown],
    ['all_notify', tells(suggest.allDown)],
    ['quiet_from', settings.quiet?.from ?? '-'],
    ['quiet_to', settings.quiet?.to ?? '-'],
  ];
  const lines = set.filter(([, value]) => isPlain(String(value))).map((pair) => ['set', ...pair]);
  for (const service of profile.services) {
    const checks: (string | number)[][] = [];
    for (const spec of service.checks) {
      const place = { serviceId: service.id, checkId: spec.id };
      const reason = whyNot(service, spec, profile, settings, tools);
      if (reason) {
        leftOut.push({ ...place, reason });
        continue;
      }
      watched.push({ ...place, target: checkTarget(spec) });
      checks.push(checkLine(service, spec, profile.compose.project), ...jsonLines(service, spec));
    }
    if (checks.length === 0) continue;
    const severity = service.main ? suggest.main : suggest.other;
    const name = cleanName(localText(service.name, settings.language));
    lines.push(['service', service.id, severity, tells(severity), name], ...checks);
  }
  return { text: header + lines.map((fields) => `${fields.join('\t')}\n`).join(''), watched, leftOut };
}

function whyNot(
  service: ServiceSpec,
  spec: CheckSpec,
  profile: Profile,
  settings: WatchSettings,
  tools: ServerTools,
): LeftOutReason | null {
  switch (spec.kind) {
    case 'http':
    case 'website': {
      const url = new URL(spec.url);
      // It would stand in the arguments of curl, for every user of the server to read.
      if (url.username !== '' || url.password !== '') return 'credentials';
      const expected = spec.kind === 'http' ? spec.json : [];
      if (expected.some(({ path, equals }) => !isPlain(path) || !isPlain(String(equals))))
        return 'characters';
      const canFetch = tools.curl || tools.wget || (tools.nc && url.protocol === 'http:');
      return canFetch ? null : 'no-http';
    }
    case 'tcp':
      return tools.nc || tools.bash || tools.curl ? null : 'no-tcp';
    case 'docker': {
      const names = [service.compose ?? service.id, profile.compose.project ?? '', settings.dockerSocket];
      if (!names.every(isPlain)) return 'characters';
      return tools.docker || (tools.curl && !settings.sudo) ? null : 'no-docker';
    }
    case 'pm2':
    case 'telegram-bot':
      return 'console-only';
  }
}

function checkLine(service: ServiceSpec, spec: CheckSpec, project: string | undefined): (string | number)[] {
  const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
  const head = [
    'check',
    service.id,
    spec.id,
    spec.kind,
    seconds(spec.every),
    Math.min(longestTimeoutS, seconds(spec.timeout)),
    seconds(spec.retryAfter),
    spec.failures,
  ];
  switch (spec.kind) {
    case 'http':
    case 'website':
      return [...head, spec.status.join(','), Math.ceil(spec.slowerThan ?? 0), new URL(spec.url).href, '-'];
    case 'tcp':
      return [...head, '-', 0, spec.host, spec.port];
    case 'docker': {
      const compose = service.compose ?? service.id;
      const label = [
        `com.docker.compose.service=${compose}`,
        ...(project === undefined ? [] : [`com.docker.compose.project=${project}`]),
      ];
      const query = `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({ label }))}`;
      return [...head, query, 0, compose, project ?? '-'];
    }
    case 'pm2':
    case 'telegram-bot':
      throw new Error(`the night watch makes no ${spec.kind} check`);
  }
}

function jsonLines(service: ServiceSpec, spec: CheckSpec): string[][] {
  if (spec.kind !== 'http') return [];
  return spec.json.map(({ path, equals }) => ['json', service.id, spec.id, path, String(equals)]);
}
