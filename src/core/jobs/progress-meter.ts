import type { JobProgress } from '../../shared/domain/job.ts';

/** What the work itself knows: in which phase it is, and how many bytes of how many. */
export interface ProgressReport {
  readonly phase: string;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

/** A rate over about this long: short enough to follow the line, long enough not to flicker. */
const smoothingMs = 3000;
/** A rate measured over less than this is noise, and a time left computed from it is a lie. */
const settleMs = 1000;

/** Turns reports into progress with a smoothed rate and the time left. Both start anew with each phase. */
export function createProgressMeter(): (report: ProgressReport, now: number) => JobProgress {
  let phase: string | null = null;
  let startedAt = 0;
  let lastAt = 0;
  let lastBytes = 0;
  let rate: number | null = null;

  return (report, now) => {
    const done = report.doneBytes ?? null;
    const total = report.totalBytes ?? null;
    if (report.phase !== phase) {
      phase = report.phase;
      startedAt = now;
      lastAt = now;
      lastBytes = done ?? 0;
      rate = null;
    } else if (done !== null && now > lastAt && done >= lastBytes) {
      const elapsed = now - lastAt;
      const current = ((done - lastBytes) * 1000) / elapsed;
      const weight = 1 - Math.exp(-elapsed / smoothingMs);
      rate = rate === null ? current : rate + (current - rate) * weight;
      lastAt = now;
      lastBytes = done;
    }
    const settled = now - startedAt >= settleMs && rate !== null && rate > 0;
    return {
      phase: report.phase,
      doneBytes: done,
      totalBytes: total,
      bytesPerSecond: settled ? rate : null,
      remainingMs:
        settled && rate !== null && done !== null && total !== null
          ? (Math.max(0, total - done) * 1000) / rate
          : null,
    };
  };
}
