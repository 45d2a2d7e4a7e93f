import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { redactText } from '../redaction/redact-text.ts';
import { redactValue } from '../redaction/redact-value.ts';
import type { Log } from './log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];

export interface FileLogOptions {
  /** The `logs` folder of Ronda's home; made, for its owner only, when missing. */
  readonly folder: string;
  /** Which process writes: `window`, `cli`, … */
  readonly process: string;
  readonly now: () => number;
  /** The least level that is written; `info` by default. */
  readonly level?: Level;
  /** Files kept, the current one included. */
  readonly keep?: number;
  readonly maxBytes?: number;
  /** Called with the first error of a row of failures; the program itself goes on. */
  readonly onWriteError: (error: unknown) => void;
}

export interface FileLog extends Log {
  /** Writes at once what waits for the end of this turn. Never throws. */
  flush(): void;
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** `ronda.log` → `ronda.1.log` → …; the oldest goes. */
function rotate(folder: string, keep: number): void {
  const name = (n: number): string => join(folder, n === 0 ? 'ronda.log' : `ronda.${n}.log`);
  rmSync(name(keep - 1), { force: true });
  for (let n = keep - 2; n >= 0; n--) {
    if (sizeOf(name(n)) !== null) renameSync(name(n), name(n + 1));
  }
}

/**
 * Ronda's own log: JSON lines in `<folder>/ronda.log`, redacted, readable by their owner only, at most `keep` files
 * of about `maxBytes` (5 of 2 MB). Lines of one turn of the event loop are written together, a warning or an error
 * at once. The file is opened anew for each write, so that window and command line can share and rotate it.
 */
export function createFileLog(options: FileLogOptions): FileLog {
  const { folder, keep = 5, maxBytes = 2_000_000 } = options;
  const file = join(folder, 'ronda.log');
  const least = levels.indexOf(options.level ?? 'info');
  let waiting: string[] = [];
  let lost = 0;
  let failing = false;
  let secured = false;

  const format = (level: Level, message: string, fields: Readonly<Record<string, unknown>>): string => {
    const own = {
      at: new Date(options.now()).toISOString(),
      level,
      process: options.process,
      pid: process.pid,
    };
    const text = redactText(message, 4096);
    const rest = redactValue(fields) as Record<string, unknown>;
    return `${JSON.stringify({ ...own, message: text, ...(Object.keys(fields).length > 0 ? { fields: rest } : {}) })}\n`;
  };

  const append = (text: string): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const size = sizeOf(file) ?? 0;
    if (size > 0 && size + Buffer.byteLength(text) > maxBytes) rotate(folder, keep);
    appendFileSync(file, text, { mode: 0o600 });
    // The mode above is for a new file only; one from elsewhere (a copied home) may be open to others.
    if (!secured) chmodSync(file, 0o600);
    secured = true;
  };

  const flush = (): void => {
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    const gap = lost > 0 ? [format('warn', 'log lines were lost', { lost })] : [];
    try {
      append([...gap, ...lines].join(''));
      lost = 0;
      failing = false;
    } catch (error) {
      lost += lines.length;
      if (!failing) options.onWriteError(error);
      failing = true;
    }
  };

  const write =
    (level: Level) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (levels.indexOf(level) < least) return;
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(format(level, message, fields));
      if (level === 'warn' || level === 'error') flush();
    };

  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), flush };
}
