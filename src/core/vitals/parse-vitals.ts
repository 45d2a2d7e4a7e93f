import type { DiskVital, Vitals } from '../../shared/domain/vitals.ts';
import { sanitizeText } from '../health/sanitize-text.ts';

/** What the reading on a server leaves, section by section; a section that is not there was not answered. */
export type VitalSections = ReadonlyMap<string, string>;

/** No real server has more; what lies needs not be believed longer. */
const mostDisks = 64;
const mostPackages = 20;
/** Filesystems that are not on a disk. */
const pseudo = new Set([
  'tmpfs',
  'devtmpfs',
  'overlay',
  'shm',
  'udev',
  'none',
  'squashfs',
  'efivarfs',
  'cgroup',
  'rootfs',
]);

/** Cuts the output at its marker lines, `<nonce> <name>`: the nonce keeps any other line from being one. */
export function splitSections(output: string, nonce: string): VitalSections {
  const sections = new Map<string, string>();
  for (const part of `\n${output}`.split(`\n${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    if (end > 0) sections.set(part.slice(0, end), part.slice(end + 1));
  }
  return sections;
}

/** Everything but the clock and Docker. Numbers that are none become null, never zero. */
export function parseVitals(sections: VitalSections): Omit<Vitals, 'at' | 'clockSkewMs' | 'docker'> {
  const text = (name: string): string => sections.get(name) ?? '';
  return {
    disks: parseDisks(text('df'), text('inodes')),
    memory: parseMemory(text('meminfo')),
    load: parseLoad(text('loadavg'), text('cpus')),
    uptimeSeconds: decimal(text('uptime').split(/\s/)[0]),
    oomKills: whole(/^oom_kill (\d{1,15})$/m.exec(text('vmstat'))?.[1]),
    rebootPending: { yes: true, no: false }[text('reboot').trim()] ?? null,
    rebootPackages: [...new Set(text('packages').split('\n'))]
      .map((line) => sanitizeText(line, 80))
      .filter((line) => line !== '')
      .slice(0, mostPackages),
  };
}

interface DfLine {
  readonly device: string;
  readonly total: number;
  readonly used: number;
  readonly available: number;
  readonly mount: string;
}

/**
 * Lines of `df -P` (POSIX.1-2017 df, "Portable output format"): device, three numbers, a percentage, and the mount,
 * which is the rest of the line, for it may hold blanks. So may a device; the numbers are looked for from the left.
 */
function parseDf(text: string): DfLine[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const match =
        /^(\S.{0,400}?)\s+(\d{1,16})\s+(\d{1,16})\s+(-?\d{1,16})\s+(?:\d{1,3}%|-)\s+(\/.{0,1000})$/.exec(
          line,
        );
      if (!match) return [];
      const [, device = '', total = '', used = '', available = '', mount = ''] = match;
      return [{ device, total: +total, used: +used, available: Math.max(0, +available), mount }];
    });
}

function parseDisks(df: string, inodes: string): DiskVital[] {
  const inodesOf = new Map(parseDf(inodes).map((line) => [line.mount, line]));
  const seen = new Set<string>();
  const disks: DiskVital[] = [];
  // Of several places where one disk is mounted, the nearest to the root is the one that people know.
  const lines = parseDf(df).toSorted((a, b) => a.mount.length - b.mount.length);
  for (const { device, total, used, available, mount } of lines) {
    const isReal =
      mount === '/' || (!pseudo.has(device) && !device.startsWith('/dev/loop') && total > 64 * 1024);
    if (!isReal || used + available === 0 || seen.has(device)) continue;
    seen.add(device);
    const nodes = inodesOf.get(mount);
    disks.push({
      mount: sanitizeText(mount, 120),
      device: sanitizeText(device, 120),
      sizeBytes: total * 1024,
      usedBytes: used * 1024,
      usedPercent: percent(used, used + available),
      // btrfs and the like have no fixed number of them, and say 0.
      inodesUsedPercent: nodes && nodes.total > 0 ? percent(nodes.used, nodes.total) : null,
    });
  }
  return disks.slice(0, mostDisks);
}

/** /proc/meminfo, in kB. MemAvailable (Linux 3.14) is what can be had without swapping. */
function parseMemory(text: string): Vitals['memory'] {
  const kilobytes = (name: string): number | null =>
    whole(new RegExp(`^${name}:\\s+(\\d{1,15}) kB$`, 'm').exec(text)?.[1]);
  const total = kilobytes('MemTotal');
  const available = kilobytes('MemAvailable');
  if (total === null || available === null || total === 0) return null;
  const swapTotal = kilobytes('SwapTotal') ?? 0;
  const swapUsed = Math.max(0, swapTotal - (kilobytes('SwapFree') ?? swapTotal));
  return {
    totalBytes: total * 1024,
    availableBytes: Math.min(available, total) * 1024,
    swapTotalBytes: swapTotal * 1024,
    swapUsedBytes: swapUsed * 1024,
  };
}

function parseLoad(text: string, cpus: string): Vitals['load'] {
  const [one, five, fifteen] = text.split(/\s/).slice(0, 3).map(decimal);
  if (one == null || five == null || fifteen == null) return null;
  return { one, five, fifteen, cpus: Math.max(1, whole(cpus.trim()) ?? 1) };
}

function percent(part: number, all: number): number {
  return Math.min(100, Math.round((part / all) * 1000) / 10);
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function decimal(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}
