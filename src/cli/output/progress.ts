import type { JobProgress } from '../../shared/domain/job.ts';
import { formatBytes, formatDuration } from './format.ts';
import { plainText } from './plain-text.ts';

export interface ProgressLine {
  show(progress: JobProgress): void;
  /** Takes the line away again, so that what follows starts on a clean one. */
  clear(): void;
}

/** Drawing faster than the eye follows only costs the terminal's time. */
const everyMs = 100;

/** One line that is drawn over and over, on a terminal only: a log file gets no progress. */
export function createProgressLine(
  stream: { write(text: string): unknown; readonly isTTY?: boolean },
  now: () => number = Date.now,
): ProgressLine {
  let drawn = Number.NEGATIVE_INFINITY;
  let phase = '';
  return {
    show(progress) {
      if (!stream.isTTY || (progress.phase === phase && now() - drawn < everyMs)) return;
      phase = progress.phase;
      drawn = now();
      stream.write(`\r\u001b[K${progressText(progress)}`);
    },
    clear() {
      if (stream.isTTY && phase !== '') stream.write('\r\u001b[K');
      phase = '';
    },
  };
}

/** `copy  41.2 MB / 82.0 MB (50 %)  12.0 MB/s  −3.4 s` */
export function progressText(progress: JobProgress): string {
  const { doneBytes, totalBytes, bytesPerSecond, remainingMs } = progress;
  const parts = [plainText(progress.phase)];
  if (doneBytes !== null && totalBytes) {
    const percent = Math.min(100, Math.floor((doneBytes / totalBytes) * 100));
    parts.push(`${formatBytes(doneBytes)} / ${formatBytes(totalBytes)} (${percent} %)`);
  } else if (doneBytes !== null) parts.push(formatBytes(doneBytes));
  if (bytesPerSecond !== null) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (remainingMs !== null) parts.push(`−${formatDuration(remainingMs)}`);
  return parts.join('  ');
}
