import { createFrameReader, type LogStream } from './frame-reader.ts';
import { createLineAssembler, type LineAssembler, type RawLine } from './line-assembler.ts';

export interface LineParser {
  push(chunk: Uint8Array): void;
  /** Hands out the lines that never got their end. */
  end(): void;
}

/** From the bytes of a container's log to its lines: framed for two streams, plain when it has a terminal. */
export function createLineParser(
  tty: boolean,
  onLine: (stream: LogStream, line: RawLine) => void,
): LineParser {
  if (tty) return createLineAssembler((line) => onLine('stdout', line), true);
  const assemblers: Record<LogStream, LineAssembler> = {
    stdout: createLineAssembler((line) => onLine('stdout', line)),
    stderr: createLineAssembler((line) => onLine('stderr', line)),
  };
  const push = createFrameReader({
    start: (stream) => assemblers[stream].startMessage(),
    data: (stream, bytes) => assemblers[stream].push(bytes),
  });
  return {
    push,
    end() {
      assemblers.stdout.end();
      assemblers.stderr.end();
    },
  };
}
