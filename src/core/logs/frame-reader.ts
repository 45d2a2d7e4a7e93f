import { RondaError } from '../../shared/errors.ts';

export type LogStream = 'stdout' | 'stderr';

export interface FrameSink {
  /** A frame begins: one log message, or a part of one. */
  start(stream: LogStream): void;
  /** Bytes of the frame that began last, in as many pieces as they come. */
  data(stream: LogStream, bytes: Uint8Array): void;
}

const HEADER_BYTES = 8;

/** By the first byte of a header; 3 is Docker's own word about a failure, shown among the errors. */
const streams: readonly LogStream[] = ['stdout', 'stdout', 'stderr', 'stderr'];

/**
 * Undoes Docker's multiplexing of stdout and stderr (Engine API, "Attach to a container", stream format): eight
 * bytes `[type, 0, 0, 0, length big-endian]`, then the payload. Headers and payloads may be split anywhere; payloads
 * are passed on without being gathered, so a frame that claims four gigabytes costs nothing.
 * @returns takes the next bytes; @throws RondaError `logs.malformed` on a header that cannot be one
 */
export function createFrameReader(sink: FrameSink): (chunk: Uint8Array) => void {
  const header = new Uint8Array(HEADER_BYTES);
  let headerFill = 0;
  let remaining = 0;
  let stream: LogStream = 'stdout';

  const begin = (): void => {
    headerFill = 0;
    const known = streams[header[0] ?? 255];
    if (known === undefined || header[1] !== 0 || header[2] !== 0 || header[3] !== 0) {
      throw new RondaError('logs.malformed', { detail: `frame type ${header[0]}` });
    }
    stream = known;
    remaining = new DataView(header.buffer).getUint32(4);
    sink.start(stream);
  };

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (remaining === 0) {
        const taken = Math.min(HEADER_BYTES - headerFill, chunk.length - at);
        header.set(chunk.subarray(at, at + taken), headerFill);
        headerFill += taken;
        at += taken;
        if (headerFill === HEADER_BYTES) begin();
        continue;
      }
      const taken = Math.min(remaining, chunk.length - at);
      sink.data(stream, chunk.subarray(at, at + taken));
      remaining -= taken;
      at += taken;
    }
  };
}
