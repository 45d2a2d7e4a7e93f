import { expect, test } from 'vitest';
import type { LogLine } from '../../shared/domain/log.ts';
import { createLineParser } from './line-parser.ts';
import { readLine } from './read-line.ts';

const STAMP = '2026-11-23T02:00:00.123456789Z ';

function frame(type: number, payload: Uint8Array | string): Buffer {
  const body = Buffer.from(payload);
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}
const out = (text: string | Uint8Array): Buffer =>
  frame(1, Buffer.concat([Buffer.from(STAMP), Buffer.from(text)]));

/** A message as Docker sends it when its line is longer than 16 KiB. */
function longMessage(line: Buffer, wrap: (part: Buffer) => Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < line.length; at += 16_384) {
    parts.push(wrap(Buffer.concat([Buffer.from(STAMP), line.subarray(at, at + 16_384)])));
  }
  return Buffer.concat(parts);
}

function parse(bytes: Buffer, tty = false, cuts: readonly number[] = []): LogLine[] {
  const lines: LogLine[] = [];
  const parser = createLineParser(tty, (stream, line) => lines.push(readLine(lines.length, stream, line)));
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    parser.push(bytes.subarray(from, cut));
    from = cut;
  }
  parser.end();
  return lines;
}
const texts = (lines: readonly LogLine[]): string[] => lines.map((line) => line.text);

/** mulberry32: the same cuts at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('two streams are told apart, their timestamps taken off, in the order of the server', () => {
  const lines = parse(Buffer.concat([out('one\n'), frame(2, `${STAMP}two\n`), out('three\n')]));
  expect(lines.map((line) => [line.seq, line.stream, line.text])).toEqual([
    [0, 'stdout', 'one'],
    [1, 'stderr', 'two'],
    [2, 'stdout', 'three'],
  ]);
  expect(lines[0]?.at).toBe(Date.parse('2026-11-23T02:00:00.123Z'));
});

test("a program's own timestamp behind Docker's stays in the text", () => {
  expect(texts(parse(out('2026-11-23T02:00:00Z started\n')))).toEqual(['2026-11-23T02:00:00Z started']);
});

test('what only looks like a timestamp is text', () => {
  const lines = parse(
    Buffer.concat([frame(1, '2026-99-99T00:00:00Z x\n'), frame(1, '12:30 lunch\n'), frame(1, '7\n')]),
  );
  expect(texts(lines)).toEqual(['2026-99-99T00:00:00Z x', '12:30 lunch', '7']);
  expect(lines.map((line) => line.at)).toEqual([null, null, null]);
});

test('CRLF leaves no blank lines, and a blank line stays one', () => {
  expect(texts(parse(Buffer.concat([out('a\r\n'), out('\r\n'), out('\n'), out('b\r\n')])))).toEqual([
    'a',
    '',
    '',
    'b',
  ]);
});

test('a progress bar is one line: its last state', () => {
  expect(texts(parse(out('\r 1 %\r50 %\r100 %\n')))).toEqual(['100 %']);
  expect(texts(parse(out('50 %\r100 %\r\n')))).toEqual(['100 %']);
});

test('megabytes of progress without a line end are not a long line', () => {
  const [line] = parse(out(`${'progress\r'.repeat(500_000)}done\n`));
  expect(line).toMatchObject({ text: 'done', truncatedBytes: 0 });
});

test('valid text survives any cut, and only the bad bytes become U+FFFD', () => {
  const bytes = out(
    Buffer.concat([Buffer.from('é 漢 🏘️ '), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from(' ok\n')]),
  );
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(texts(parse(bytes, false, [cut]))).toEqual(['é 漢 🏘️ \ufffd(\ufffd\ufffd ok']);
  }
});

test.each([false, true])(
  'a line that Docker split into 16 KiB messages is whole again (terminal: %s)',
  (tty) => {
    const line = Buffer.from(`${'漢字 '.repeat(5_000)}end\n`);
    const bytes = longMessage(line, (part) => (tty ? part : frame(1, part)));
    expect(texts(parse(bytes, tty))).toEqual([line.toString().trimEnd()]);
  },
);

test.each([16_383, 16_384, 16_385, 32_768])(
  'in a terminal log a line of %i bytes does not swallow the next one',
  (length) => {
    const message = (text: string): Buffer => longMessage(Buffer.from(`${text}\n`), (part) => part);
    // The line feed of a full message comes without a timestamp of its own, for Docker sends it with the last part.
    const full = Buffer.concat([Buffer.from(STAMP), Buffer.from('x'.repeat(length))]);
    const bytes =
      length === 16_384
        ? Buffer.concat([full, Buffer.from('\n'), message('next')])
        : Buffer.concat([message('x'.repeat(length)), message('next')]);
    expect(texts(parse(bytes, true)).map((text) => text.length)).toEqual([length, 4]);
  },
);

test('a line of ten megabytes is cut to 64 KiB, its rest counted, no character torn', () => {
  const line = `a${'漢'.repeat(3_400_000)}\n`;
  const bytes = longMessage(Buffer.from(line), (part) => frame(1, part));
  const [read] = parse(bytes);
  expect(Buffer.byteLength(read?.text ?? '')).toBeGreaterThan(65_530);
  expect(read?.text).not.toContain('\ufffd');
  expect(Buffer.byteLength(read?.text ?? '') + (read?.truncatedBytes ?? 0)).toBe(Buffer.byteLength(line) - 1);
});

test('the last line without an end is not lost, and nothing is no line', () => {
  expect(texts(parse(Buffer.concat([out('a\n'), out('b')])))).toEqual(['a', 'b']);
  expect(parse(Buffer.alloc(0))).toEqual([]);
});

test('a frame that cannot be one is refused', () => {
  expect(() => parse(Buffer.from('HTTP/1.1 200 OK\r\n'))).toThrow(/not a container log/);
});

test('a frame that claims four gigabytes costs nothing', () => {
  const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  expect(texts(parse(Buffer.concat([header, Buffer.from('short\n')])))).toEqual(['short']);
});

test.each([false, true])('the same lines come out whatever the chunks are (terminal: %s)', (tty) => {
  const random = seeded(4242);
  const pieces = ['a', '\r', '\n', '\r\n', 'é', '🏘️', '\x1b[31m', '\xff', ' ', STAMP, '12', 'x'.repeat(700)];
  for (let round = 0; round < 60; round++) {
    const messages: Buffer[] = [];
    for (let n = 0; n < 30; n++) {
      const body = Array.from(
        { length: 1 + Math.floor(random() * 40) },
        () => pieces[Math.floor(random() * pieces.length)] ?? '',
      );
      const line = Buffer.concat([Buffer.from(body.join('').replaceAll('\n', '')), Buffer.from('\n')]);
      messages.push(longMessage(line, (part) => (tty ? part : frame(random() < 0.5 ? 1 : 2, part))));
    }
    const bytes = Buffer.concat(messages);
    const whole = parse(bytes, tty);
    const cuts = Array.from({ length: 1 + Math.floor(random() * 200) }, () =>
      Math.floor(random() * bytes.length),
    );
    expect(
      parse(
        bytes,
        tty,
        cuts.sort((a, b) => a - b),
      ),
    ).toEqual(whole);
    if (round === 0)
      expect(
        parse(
          bytes,
          tty,
          Array.from({ length: bytes.length }, (_unused, at) => at),
        ),
      ).toEqual(whole);
  }
});
