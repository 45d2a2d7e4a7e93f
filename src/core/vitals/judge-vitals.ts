import type { Profile } from '../../shared/domain/profile.ts';
import type { VitalKey, VitalProblem, Vitals } from '../../shared/domain/vitals.ts';
import { type ErrorCode, type ErrorParams, RondaError } from '../../shared/errors.ts';

export type VitalThresholds = Profile['vitals'];

const gigabyte = 1_000_000_000;
const rounded = (value: number): number => Math.round(value * 10) / 10;

/**
 * What of a reading is over its threshold.
 * @param before the reading before, for what is counted; null: nothing is known of before
 * @param standing problems as they stand: what was over stays so until it is two hundredths under, so that a disk at
 *   its threshold is one alert and not twenty
 */
export function judgeVitals(
  vitals: Vitals,
  thresholds: VitalThresholds,
  before: Pick<Vitals, 'oomKills'> | null,
  standing: readonly Pick<VitalProblem, 'vital' | 'subject'>[],
): VitalProblem[] {
  const problems: VitalProblem[] = [];
  const add = (
    vital: VitalKey,
    subject: string,
    level: VitalProblem['level'],
    code: ErrorCode,
    params: ErrorParams,
  ) => problems.push({ vital, subject, level, cause: new RondaError(code, params).toShape() });
  const isOver = (vital: VitalKey, subject: string, value: number, limit: number): boolean => {
    const stands = standing.some((one) => one.vital === vital && one.subject === subject);
    return value >= (stands ? limit * 0.98 : limit);
  };

  for (const { mount, usedPercent, inodesUsedPercent } of vitals.disks) {
    if (isOver('disk', mount, usedPercent, thresholds.diskPercent))
      add('disk', mount, 'alert', 'vitals.disk', { mount, percent: usedPercent });
    if (inodesUsedPercent !== null && isOver('inodes', mount, inodesUsedPercent, thresholds.inodePercent))
      add('inodes', mount, 'alert', 'vitals.inodes', { mount, percent: inodesUsedPercent });
  }
  const { memory, load, oomKills, clockSkewMs, docker } = vitals;
  if (memory) {
    const percent = rounded((1 - memory.availableBytes / memory.totalBytes) * 100);
    if (isOver('memory', '', percent, thresholds.memoryPercent))
      add('memory', '', 'alert', 'vitals.memory', { percent });
  }
  if (load && isOver('load', '', load.five / load.cpus, thresholds.loadPerCpu))
    add('load', '', 'alert', 'vitals.load', { load: load.five, cpus: load.cpus });
  // Fewer than before: the server was started anew, and counts from zero.
  const known = before?.oomKills ?? null;
  if (oomKills !== null && known !== null && oomKills !== known) {
    const count = oomKills > known ? oomKills - known : oomKills;
    if (count > 0) add('oom', '', 'alert', 'vitals.oom', { count });
  }
  if (clockSkewMs !== null && isOver('clock', '', Math.abs(clockSkewMs), thresholds.clockSkew))
    add('clock', '', 'alert', 'vitals.clock', { seconds: Math.round(clockSkewMs / 1000) });
  if (vitals.rebootPending)
    add('reboot', '', 'notice', 'vitals.reboot', { packages: vitals.rebootPackages.join(', ') });
  const unused = (docker ?? []).filter(({ kind }) => kind !== 'volumes');
  const free = unused.reduce((sum, { reclaimableBytes }) => sum + reclaimableBytes, 0) / gigabyte;
  if (free >= thresholds.dockerReclaimableGb)
    add('docker', '', 'notice', 'vitals.docker', { gigabytes: rounded(free) });
  return problems;
}
