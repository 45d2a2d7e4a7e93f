import { type DockerTimestamp, LONGEST_TIMESTAMP, parseDockerTimestamp } from './docker-timestamp.ts';

/** A line before it is decoded: what is dropped under a flood is dropped in this cheap form. */
export interface RawLine {
  readonly at: DockerTimestamp | null;
  readonly bytes: Uint8Array;
  readonly truncatedBytes: number;
}

/** Longer lines are cut: no screen shows more, and a hostile one must not fill memory. */
export const LONGEST_LINE_BYTES = 65_536;
/** Docker splits a longer message into several of this size, each with a timestamp of its own. */
const MESSAGE_BYTES = 16_384;

const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;

export interface LineAssembler {
  /** The next bytes begin a message: a timestamp may stand there, even in the middle of a line. */
  startMessage(): void;
  push(bytes: Uint8Array): void;
  /** Hands out the line that never got its end. */
  end(): void;
}

const canBeInTimestamp = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x3a) ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x2b ||
  byte === 0x54 ||
  byte === 0x5a;

/**
 * Makes lines of one stream's bytes; what comes out does not depend on how the bytes were cut into pieces. Line ends
 * are LF and CRLF; a lone CR starts the line over, as on a terminal, so a progress bar is its last state. Bytes are
 * gathered until the line ends and decoded as a whole by the reader, hence no character is torn.
 *
 * @param unframed a terminal's log has no frames; there the borders of split messages are counted out
 */
export function createLineAssembler(onLine: (line: RawLine) => void, unframed = false): LineAssembler {
  /** Bytes that may become a timestamp; null once past the place where one may stand. */
  let head: number[] | null = [];
  let at: DockerTimestamp | null = null;
  let parts: Uint8Array[] = [];
  let size = 0;
  let truncatedBytes = 0;
  let pendingCr = false;
  let begun = false;
  let messageBytes = 0;

  const clearText = (): void => {
    parts = [];
    size = 0;
    truncatedBytes = 0;
  };
  const append = (bytes: Uint8Array): void => {
    const kept = bytes.subarray(0, Math.max(0, LONGEST_LINE_BYTES - size));
    if (kept.length > 0) parts.push(kept.slice());
    size += kept.length;
    truncatedBytes += bytes.length - kept.length;
  };
  /** Bytes without a line feed. */
  const content = (bytes: Uint8Array): void => {
    begun = true;
    let textEnd = bytes.length;
    while (textEnd > 0 && bytes[textEnd - 1] === CR) textEnd--;
    if (textEnd > 0) {
      const text = bytes.subarray(0, textEnd);
      const lastCr = text.lastIndexOf(CR);
      if (pendingCr || lastCr >= 0) clearText();
      append(text.subarray(lastCr + 1));
      pendingCr = false;
    }
    if (textEnd < bytes.length) pendingCr = true;
  };
  const endHead = (): void => {
    const bytes = head;
    head = null;
    if (!bytes || bytes.length === 0) return;
    const stamp =
      bytes.at(-1) === BLANK ? parseDockerTimestamp(String.fromCharCode(...bytes.slice(0, -1))) : null;
    if (stamp) {
      begun = true;
      at ??= stamp;
    } else {
      messageBytes += bytes.length;
      content(Uint8Array.from(bytes));
    }
  };
  const startMessage = (): void => {
    endHead();
    head = [];
    messageBytes = 0;
  };
  const endLine = (): void => {
    const [only] = parts;
    const bytes = parts.length === 1 && only ? only : Buffer.concat(parts);
    onLine({ at, bytes, truncatedBytes });
    clearText();
    at = null;
    pendingCr = false;
    begun = false;
    startMessage();
  };

  return {
    startMessage,
    push(bytes) {
      let from = 0;
      while (from < bytes.length) {
        if (head) {
          const byte = bytes[from] ?? 0;
          const mayGoOn = head.length < LONGEST_TIMESTAMP && canBeInTimestamp(byte);
          if (mayGoOn || byte === BLANK) {
            head.push(byte);
            from++;
          }
          if (!mayGoOn) endHead();
          continue;
        }
        if (unframed && messageBytes >= MESSAGE_BYTES) {
          // A message of exactly this length ends here; anything but its line feed begins another one.
          if (bytes[from] === LF) {
            from++;
            endLine();
          } else startMessage();
          continue;
        }
        const limit = unframed ? Math.min(bytes.length, from + MESSAGE_BYTES - messageBytes) : bytes.length;
        const lineFeed = bytes.subarray(from, limit).indexOf(LF);
        const to = lineFeed < 0 ? limit : from + lineFeed;
        if (to > from) content(bytes.subarray(from, to));
        messageBytes += to - from;
        from = to;
        if (lineFeed >= 0) {
          from++;
          endLine();
        }
      }
    },
    end() {
      endHead();
      if (begun) endLine();
    },
  };
}
