import type { LogLevel, LogLine } from '../../shared/domain/log.ts';
import { plainText } from './plain-text.ts';

const order: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * Which lines of one container are shown. A line without a level goes the way of the line before it: a stack trace
 * belongs to its error.
 */
export function createLineFilter(options: {
  readonly level?: LogLevel;
  readonly grep?: RegExp;
}): (line: LogLine) => boolean {
  const least = options.level === undefined ? -1 : order.indexOf(options.level);
  let before = true;
  return (line) => {
    if (line.level !== 'unknown') before = order.indexOf(line.level) >= least;
    return before && (options.grep?.test(plainText(line.text)) ?? true);
  };
}
