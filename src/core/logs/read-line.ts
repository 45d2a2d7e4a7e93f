import type { LogLine } from '../../shared/domain/log.ts';
import { detectLevel } from './detect-level.ts';
import type { LogStream } from './frame-reader.ts';
import type { RawLine } from './line-assembler.ts';
import { sanitizeLine, stripColours } from './sanitize-line.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Where a cut UTF-8 text ends without a torn character at its end; other invalid bytes are left to the decoder. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start >= 0 && start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start >= 0 && start + needed > bytes.length ? start : bytes.length;
}

/** Decodes a line (bytes that are no UTF-8 become U+FFFD), makes it harmless and finds its level. */
export function readLine(seq: number, stream: LogStream, line: RawLine): LogLine {
  const isCut = line.truncatedBytes > 0;
  const length = isCut ? wholeCharacters(line.bytes) : line.bytes.length;
  const text = sanitizeLine(decoder.decode(line.bytes.subarray(0, length)));
  return {
    seq,
    at: line.at?.ms ?? null,
    stream,
    level: detectLevel(stripColours(text.slice(0, 16_384))),
    text,
    truncatedBytes: line.truncatedBytes + line.bytes.length - length,
  };
}
