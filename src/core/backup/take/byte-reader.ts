/** Reads blocks of known length from a stream of chunks, keeping its backpressure. */
export interface ByteReader {
  /** @throws Error when the stream ends before */
  take(length: number): Promise<Buffer>;
  /** Hands on exactly so many bytes, chunk by chunk, awaiting the receiver. */
  pass(length: number, receive: (chunk: Buffer) => Promise<void>): Promise<void>;
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  const pass = async (length: number, receive: (chunk: Buffer) => Promise<void>): Promise<void> => {
    let left = length;
    while (left > 0) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) throw new Error(`the stream ended ${left} bytes early`);
        rest = next.value;
        continue;
      }
      const part = rest.subarray(0, left);
      rest = rest.subarray(part.length);
      left -= part.length;
      await receive(part);
    }
  };
  return {
    pass,
    async take(length) {
      const parts: Buffer[] = [];
      await pass(length, async (chunk) => {
        parts.push(chunk);
      });
      return Buffer.concat(parts);
    },
  };
}
