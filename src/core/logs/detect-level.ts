import type { LogLevel } from '../../shared/domain/log.ts';

/** Words of pino, bunyan, winston, syslog, Python, Go, Java and the two Indonesian ones seen in the field. */
const words: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  verbose: 'trace',
  silly: 'trace',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  peringatan: 'warn',
  error: 'error',
  err: 'error',
  severe: 'error',
  galat: 'error',
  kesalahan: 'error',
  fatal: 'fatal',
  panic: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'error',
  emerg: 'fatal',
  emergency: 'fatal',
};

const levelKeys = ['level', 'severity', 'lvl', 'loglevel', 'log.level', 'levelname', '@level', 'level_name'];
const glog: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };

const jsonLevel =
  /"(?:level|severity|lvl|loglevel|log\.level|levelname|@level|level_name)"\s{0,8}:\s{0,8}(?:"(\w{1,20})"|(\d{1,3}))/i;
const logfmtLevel = /(?:^|\s)(?:level|lvl|severity)="?(\w{1,20})/i;
const glogLine = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** `[warn]`, `<error>`, `(info)` anywhere near the start, in any case. */
const bracketed = /[[<(]\s?([a-z]{3,13})\s?[\])>]/gi;
/** A bare word counts in capitals, or at the start of the line before a colon (`error: …`, `npm ERR!`). */
const capital = /(?<![A-Za-z0-9_./-])([A-Z]{3,13})(?![A-Za-z0-9_./-])/g;
const leading = /^\s{0,8}([a-z]{3,13})\s?[:!]/i;
/** `TypeError: …`, the first line of a stack trace. */
const exception = /^\s{0,8}(?:Uncaught\s)?[A-Za-z.]{0,60}(?:Error|Exception)\b(?:\s\[[\w]{1,40}\])?:/;

/** How far into a line a level is looked for: further on, a word like ERROR is part of the message. */
const NEAR_START = 100;
const LONGEST_JSON = 8_192;

function fromWord(word: string | undefined): LogLevel | null {
  const key = word?.toLowerCase() ?? '';
  return Object.hasOwn(words, key) ? (words[key] ?? null) : null;
}

/** pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal; values in between belong below. */
function fromNumber(value: number): LogLevel | null {
  if (value < 10 || value >= 70) return null;
  const names: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  return names[Math.floor(value / 10) - 1] ?? null;
}

function fromJsonValue(value: unknown): LogLevel | null {
  if (typeof value === 'string') return fromWord(value);
  return typeof value === 'number' ? fromNumber(value) : null;
}

function fromJson(text: string): LogLevel | null {
  if (text.length <= LONGEST_JSON && text.endsWith('}')) {
    try {
      const record: unknown = JSON.parse(text);
      if (typeof record !== 'object' || record === null) return null;
      for (const key of levelKeys) {
        if (!Object.hasOwn(record, key)) continue;
        const level = fromJsonValue((record as Record<string, unknown>)[key]);
        if (level) return level;
      }
      return null;
    } catch (error) {
      // Most lines that only look like JSON are torn or two records in one: the pattern below still finds the level.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const match = jsonLevel.exec(text.slice(0, LONGEST_JSON));
  return match?.[2] === undefined ? fromWord(match?.[1]) : fromNumber(Number(match[2]));
}

/**
 * The level a line claims for itself, from its text without colours; `unknown` when it claims none. stderr alone is
 * no error: many programs write everything there.
 */
export function detectLevel(text: string): LogLevel {
  const line = text.trim();
  if (line.startsWith('{')) return fromJson(line) ?? 'unknown';
  const start = line.slice(0, NEAR_START);
  const marker = glogLine.exec(start)?.[1];
  if (marker) return glog[marker] ?? 'unknown';
  for (const match of start.matchAll(bracketed)) {
    const level = fromWord(match[1]);
    if (level) return level;
  }
  const named = fromWord(logfmtLevel.exec(start)?.[1]) ?? fromWord(leading.exec(start)?.[1]);
  if (named) return named;
  for (const match of start.matchAll(capital)) {
    const level = fromWord(match[1]);
    if (level) return level;
  }
  return exception.test(start) ? 'error' : 'unknown';
}
