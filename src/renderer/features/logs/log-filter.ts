import type { LogLevel, LogLine } from '../../../shared/domain/log.ts';

export type LevelFrom = 'all' | 'debug' | 'info' | 'warn' | 'error';
export type StreamChoice = 'all' | 'stdout' | 'stderr';

export interface LogFilter {
  readonly text: string;
  readonly regex: boolean;
  readonly level: LevelFrom;
  readonly stream: StreamChoice;
}

export const noFilter: LogFilter = { text: '', regex: false, level: 'all', stream: 'all' };

const ranks: Record<LogLevel, number> = {
  trace: 0,
  debug: 1,
  info: 2,
  unknown: 2,
  warn: 3,
  error: 4,
  fatal: 5,
};
const from: Record<LevelFrom, number> = { all: 0, debug: 1, info: 2, warn: 3, error: 4 };

export type LineTest = (line: LogLine, plain: string) => boolean;

export interface CompiledFilter {
  readonly test: LineTest;
  /** The search as a pattern to mark hits with; null when nothing is searched. */
  readonly pattern: RegExp | null;
  /** What is wrong with the regular expression, in the engine's words; the other filters still apply. */
  readonly problem: string | null;
}

/**
 * Makes the test that a line must pass. The search ignores case unless it holds a capital letter, as in ripgrep
 * and vim ("smart case"). A line of unknown level counts as `info`: it is seen until only warnings are asked for.
 */
export function compileFilter({ text, regex, level, stream }: LogFilter): CompiledFilter {
  const flags = /\p{Lu}/u.test(regex ? text.replace(/\\./g, '') : text) ? 'g' : 'gi';
  let pattern: RegExp | null = null;
  let problem: string | null = null;
  if (text !== '') {
    try {
      pattern = new RegExp(regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags);
    } catch (error) {
      problem = error instanceof Error ? error.message.replace(/^.*?\/[gimsuvy]*: /, '') : String(error);
    }
  }
  const search = pattern === null ? null : new RegExp(pattern.source, flags.replace('g', ''));
  return {
    pattern,
    problem,
    test: (line, plain) =>
      (stream === 'all' || line.stream === stream) &&
      ranks[line.level] >= from[level] &&
      (search === null || search.test(plain)),
  };
}
