import { randomBytes } from 'node:crypto';
import type { HostTarget } from '../../shared/domain/host.ts';
import type { DockerDisk, Vitals } from '../../shared/domain/vitals.ts';
import { RondaError } from '../../shared/errors.ts';
import { sanitizeText } from '../health/sanitize-text.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import { parseVitals, splitSections } from './parse-vitals.ts';

/** Files of the kernel and two programs that every system has; nothing is changed. */
export const vitalsScript = `LC_ALL=C; export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
section() { printf '\\n%s %s\\n' "$nonce" "$1"; }
nonce=$1
section clock; date +%s
section df; df -P -k 2>/dev/null
section inodes; df -P -i 2>/dev/null
for name in meminfo loadavg uptime; do section $name; cat /proc/$name 2>/dev/null; done
section vmstat; grep '^oom_kill ' /proc/vmstat 2>/dev/null
section cpus; getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null
section reboot
if [ -e /var/run/reboot-required ]; then echo yes
elif [ -d "/lib/modules/$(uname -r)" ]; then echo no
elif [ -n "$(ls /lib/modules 2>/dev/null)" ]; then echo yes
elif [ -e /etc/debian_version ]; then echo no; fi
section packages; cat /var/run/reboot-required.pkgs 2>/dev/null
exit 0`;

const readingMs = 30_000;
const dockerMs = 60_000;

/**
 * Reads a host's vitals over its connection.
 * @param withDocker asks the engine what its disk holds too, which costs it seconds on a large server
 * @throws RondaError `vitals.not-available`, `vitals.not-over-tcp`, `vitals.unreadable`, or what the connection throws
 */
export async function readVitals(
  connection: HostConnection,
  ports: {
    readonly target: HostTarget;
    readonly platform: NodeJS.Platform;
    readonly clock: Clock;
    readonly withDocker: boolean;
    readonly signal: AbortSignal;
  },
): Promise<Vitals> {
  const { clock, target } = ports;
  if (target.kind === 'local' && ports.platform !== 'linux') throw new RondaError('vitals.not-available');
  if (target.kind === 'tcp') throw new RondaError('vitals.not-over-tcp');
  const nonce = `ronda-${randomBytes(16).toString('hex')}`;
  const signal = AbortSignal.any([ports.signal, AbortSignal.timeout(readingMs)]);
  const asked = clock.now();
  const { code, stdout, stderr } = await connection.exec(['sh', '-c', vitalsScript, 'ronda', nonce], {
    signal,
  });
  const answered = clock.now();
  const sections = splitSections(stdout.toString('utf8'), nonce);
  const facts = parseVitals(sections);
  if (code !== 0 || (facts.disks.length === 0 && facts.memory === null)) {
    const detail = sanitizeText(stderr.toString('utf8'), 200) || `exit code ${code}`;
    throw new RondaError('vitals.unreadable', { detail });
  }
  const second = Number(/^\d{9,11}$/m.exec(sections.get('clock') ?? '')?.[0] ?? Number.NaN);
  return {
    at: answered,
    ...facts,
    clockSkewMs: Number.isNaN(second) ? null : skew(second, asked, answered),
    docker: ports.withDocker ? await readDockerDisk(connection, ports.signal) : null,
  };
}

/** The clock was read somewhere between question and answer, and says whole seconds: that much is not a skew. */
function skew(second: number, asked: number, answered: number): number {
  const earliest = second * 1000 - answered;
  const latest = second * 1000 + 999 - asked;
  if (earliest <= 0 && latest >= 0) return 0;
  return earliest > 0 ? earliest : latest;
}

async function readDockerDisk(connection: HostConnection, asked: AbortSignal): Promise<DockerDisk[] | null> {
  const signal = AbortSignal.any([asked, AbortSignal.timeout(dockerMs)]);
  try {
    const usage = await new Promise<unknown>((resolve, reject) => {
      // dockerode's own `df` has no typed way to be aborted.
      const call = { path: '/system/df', method: 'GET', statusCodes: { 200: true }, abortSignal: signal };
      connection.docker.modem.dial(call, (error: unknown, data: unknown) =>
        error ? reject(error) : resolve(data),
      );
    });
    return dockerDisk(usage);
  } catch {
    asked.throwIfAborted();
    // The engine's own state is shown elsewhere: a server whose engine is slow still has a disk to look at.
    return null;
  }
}

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemDataUsage */
export function dockerDisk(usage: unknown): DockerDisk[] {
  const rows = (key: string): Record<string, unknown>[] => {
    const value = isObject(usage) ? usage[key] : null;
    return Array.isArray(value) ? value.filter(isObject) : [];
  };
  const size = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const images = rows('Images');
  const layers = size(isObject(usage) ? usage.LayersSize : 0);
  const inUse = sum(
    images
      .filter((image) => size(image.Containers) > 0)
      .map((image) => size(image.Size) - size(image.SharedSize)),
  );
  const containers = rows('Containers');
  const volumes = rows('Volumes').map((volume) => (isObject(volume.UsageData) ? volume.UsageData : {}));
  const cache = rows('BuildCache');
  return [
    { kind: 'images', totalBytes: layers, reclaimableBytes: Math.max(0, layers - inUse) },
    {
      kind: 'containers',
      totalBytes: sum(containers.map((one) => size(one.SizeRw))),
      reclaimableBytes: sum(
        containers.filter((one) => one.State !== 'running').map((one) => size(one.SizeRw)),
      ),
    },
    {
      kind: 'volumes',
      totalBytes: sum(volumes.map((one) => size(one.Size))),
      reclaimableBytes: sum(volumes.filter((one) => one.RefCount === 0).map((one) => size(one.Size))),
    },
    {
      kind: 'build-cache',
      totalBytes: sum(cache.map((one) => size(one.Size))),
      reclaimableBytes: sum(cache.filter((one) => one.InUse !== true).map((one) => size(one.Size))),
    },
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
