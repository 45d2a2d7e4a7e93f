import type { LogStream } from './frame-reader.ts';
import type { RawLine } from './line-assembler.ts';

export interface BufferedLine extends RawLine {
  readonly seq: number;
  readonly stream: LogStream;
}

export interface LineBufferLimits {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * A bounded queue of lines between a container that writes and a window that reads. It never refuses a line: when
 * full it drops the oldest and counts them, for who follows a log wants to see now.
 */
export function createLineBuffer(limits: LineBufferLimits) {
  let lines: BufferedLine[] = [];
  /** Index of the first line still there; the array is compacted when half of it is gone. */
  let first = 0;
  let bytes = 0;
  let dropped = 0;
  let wake: (() => void) | null = null;

  const shift = (): BufferedLine | undefined => {
    const line = lines[first];
    if (!line) return undefined;
    first++;
    bytes -= line.bytes.length;
    if (first > 1024 && first * 2 > lines.length) {
      lines = lines.slice(first);
      first = 0;
    }
    return line;
  };
  const changed = (): void => {
    wake?.();
    wake = null;
  };

  return {
    push(line: BufferedLine): void {
      lines.push(line);
      bytes += line.bytes.length;
      while (lines.length - first > limits.lines || bytes > limits.bytes) {
        shift();
        dropped++;
      }
      changed();
    },
    /** At most `most` of the oldest lines, and how many were dropped since the last time. */
    take(most: number): { lines: BufferedLine[]; dropped: number } {
      const taken: BufferedLine[] = [];
      while (taken.length < most) {
        const line = shift();
        if (!line) break;
        taken.push(line);
      }
      const result = { lines: taken, dropped };
      dropped = 0;
      changed();
      return result;
    },
    size: (): number => lines.length - first,
    /** The part of its limits that is used, 0 to 1. */
    fill: (): number => Math.max((lines.length - first) / limits.lines, bytes / limits.bytes),
    /** Resolves at the next push, take or `poke`.. */
    nextChange(): Promise<void> {
      return new Promise((resolve) => {
        const earlier = wake;
        wake = () => {
          earlier?.();
          resolve();
        };
      });
    },
    /** Wakes who waits, to look at something else than lines. */
    poke: changed,
  };
}

export type LineBuffer = ReturnType<typeof createLineBuffer>;
