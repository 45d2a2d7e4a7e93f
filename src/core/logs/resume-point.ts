import type { RawLine } from './line-assembler.ts';

/**
 * Remembers how far a log was read, so that it can be opened again at that place without a line twice or missing.
 * Docker's `since` is inclusive, and several lines may share its instant: those already seen are counted off.
 */
export function createResumePoint() {
  let newest: bigint | null = null;
  let seenAtNewest = 0;
  let toSkip = 0;

  return {
    /** Inclusive start of the next request, and from here on lines already seen are recognised. */
    resume(): bigint | null {
      toSkip = seenAtNewest;
      return newest;
    },
    /** True for a line that was seen before the stream was opened again. */
    isRepeat(line: RawLine): boolean {
      const ns = line.at?.ns;
      if (ns === undefined) return false;
      if (newest !== null && ns === newest) {
        if (toSkip > 0) {
          toSkip--;
          return true;
        }
        seenAtNewest++;
      } else if (newest === null || ns > newest) {
        newest = ns;
        seenAtNewest = 1;
        toSkip = 0;
      }
      return false;
    },
  };
}
