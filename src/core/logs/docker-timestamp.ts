/** An instant as Docker stamps it on a log message. */
export interface DockerTimestamp {
  /** Milliseconds since the Unix epoch, by the server's clock. */
  readonly ms: number;
  /** Nanoseconds since the Unix epoch: tells lines of one millisecond apart when a stream is resumed. */
  readonly ns: bigint;
}

/** Longer than any RFC 3339 time with nanoseconds and an offset, and the blank after it. */
export const LONGEST_TIMESTAMP = 40;

const format = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Parses RFC 3339 with up to nanoseconds (Go's RFC3339Nano); null for anything else. */
export function parseDockerTimestamp(text: string): DockerTimestamp | null {
  const match = format.exec(text);
  if (!match) return null;
  const [, seconds = '', fraction = '', zone = 'Z'] = match;
  const wholeMs = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(wholeMs) || wholeMs < 0) return null;
  const nanos = Number(fraction.padEnd(9, '0'));
  return { ms: wholeMs + Math.floor(nanos / 1e6), ns: BigInt(wholeMs) * 1_000_000n + BigInt(nanos) };
}

/** As the Docker API takes it for `since`: seconds, a point, nine digits. */
export function toDockerTime(ns: bigint): string {
  return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
}
