import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as setImmediateCallback } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { checkArchive } from './put-archive.ts';
import { takeArchive } from './take-archive.ts';

const photo = randomBytes(20_000_000);

/** As a socket gives them: at most 64 KiB at once. */
async function* inSocketReads(tar: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of tar) {
    const bytes = chunk as Buffer;
    for (let at = 0; at < bytes.length; at += 65_536) {
      yield bytes.subarray(at, at + 65_536);
      await setImmediate();
    }
  }
}

/** 200 MB of what is usual: large files that do not compress, and thousands of small ones that do. */
function largeTar(): Readable {
  const tar = pack();
  void (async () => {
    tar.entry({ name: './', type: 'directory' });
    for (let at = 0; at < 9; at++) {
      await new Promise<void>((resolve) => {
        tar.entry({ name: `./photo-${at}`, size: photo.length }, photo, () => resolve());
      });
      for (let small = 0; small < 1000; small++) {
        await new Promise<void>((resolve) => {
          tar.entry({ name: `./${at}/${small}.json` }, `{"a":"${'x'.repeat(1000)}"}`, () => resolve());
        });
      }
    }
    tar.finalize();
  })();
  return Readable.from(inSocketReads(tar));
}

/**
 * The most this thread computed between two turns of its event loop, ms. Time on the CPU, not by the clock: what other
 * processes take on a busy machine is no stall of ours.
 */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let at = process.threadCpuUsage();
  let isOver = false;
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(at);
    longest = Math.max(longest, (user + system) / 1000);
    at = process.threadCpuUsage();
    if (!isOver) setImmediateCallback(turn);
  };
  setImmediateCallback(turn);
  await work();
  isOver = true;
  return longest;
}

test('taking and checking an archive of 200 MB never holds the event loop for 50 ms', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-loop-'));
  const signal = new AbortController().signal;
  const docker = { getContainer: () => ({ getArchive: async () => largeTar() }) } as unknown as Docker;
  const path = join(folder, 'x.tar.zst');
  try {
    const stalls = { taking: 0, checking: 0 };
    let sha256 = '';
    stalls.taking = await longestTurn(async () => {
      const source = { containerId: 'c', folder: '/data' };
      const summary = await takeArchive(docker, source, path, () => undefined, signal);
      expect(summary.bytes).toBeGreaterThan(190_000_000);
      sha256 = summary.sha256;
    });
    stalls.checking = await longestTurn(async () => void (await checkArchive(path, sha256, signal)));
    expect(Math.max(stalls.taking, stalls.checking), JSON.stringify(stalls)).toBeLessThan(50);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
