import type { LogLine } from '../../../shared/domain/log.ts';
import { plainText } from './ansi.ts';
import type { LineTest } from './log-filter.ts';

export interface LogEntry {
  readonly line: LogLine;
  /** Which of several containers wrote it. */
  readonly source: number;
  /** Without colours. */
  readonly plain: string;
}

/** What a view needs to know; a new object only when something changed, at most one a frame. */
export interface BufferView {
  /** Lines kept. */
  readonly total: number;
  /** Lines of them that pass the filter. */
  readonly shown: number;
  /** Lines that core lost or that fell out of the buffer. */
  readonly dropped: number;
  /** Of the shown ones, how many have fallen out at the top since the last `clear` or filter. */
  readonly scrolledOut: number;
  /** Lines that ever arrived. */
  readonly arrived: number;
  readonly clockSkewMs: number | null;
}

export interface LogBuffer {
  append(lines: readonly LogLine[], source?: number): void;
  noteDropped(count: number): void;
  noteSkew(clockSkewMs: number | null): void;
  clear(): void;
  /** Filters anew, in slices, so that typing is never held up; the old result stays until the new one is whole. */
  filter(test: LineTest): void;
  /** The entry at a place among the shown ones. */
  at(index: number): LogEntry | undefined;
  /** A number that stays with the entry while others come and go. */
  keyAt(index: number): number;
  subscribe(listener: () => void): () => void;
  view(): BufferView;
}

interface BufferOptions {
  readonly limit?: number;
  /** Runs a task at the next frame. */
  readonly schedule?: (task: () => void) => void;
}

/** So many lines are filtered between two looks at the clock. */
const slice = 2000;
/** Of a frame's 16 ms, what filtering may take. */
const budgetMs = 8;

/**
 * Lines outside React: the newest `limit` of them, and the places of those that pass the filter. A line's place is
 * its number of arrival, so that eviction at the front moves nothing.
 */
export function createLogBuffer(options: BufferOptions = {}): LogBuffer {
  const { limit = 100_000, schedule = requestFrame } = options;
  let entries: LogEntry[] = [];
  /** Entries before `head` are gone; they are cut off in bulk, for a shift of a long array is dear. */
  let head = 0;
  /** The number of arrival of `entries[0]`. */
  let base = 0;
  let places: number[] = [];
  let placesHead = 0;
  let scrolledOut = 0;
  let lost = 0;
  let skew: number | null = null;
  let passes: LineTest = () => true;
  let scan: { places: number[]; next: number } | null = null;
  let scheduled = false;
  const listeners = new Set<() => void>();
  let view = look();

  function look(): BufferView {
    return {
      total: entries.length - head,
      shown: places.length - placesHead,
      dropped: lost,
      scrolledOut,
      arrived: base + entries.length,
      clockSkewMs: skew,
    };
  }

  function changed(): void {
    if (scheduled) return;
    scheduled = true;
    schedule(() => {
      scheduled = false;
      if (scan !== null) continueScan();
      view = look();
      for (const listener of [...listeners]) listener();
    });
  }

  function continueScan(): void {
    const current = scan;
    if (current === null) return;
    const until = performance.now() + budgetMs;
    const end = base + entries.length;
    current.next = Math.max(current.next, base + head);
    while (current.next < end) {
      const stop = Math.min(end, current.next + slice);
      for (let place = current.next; place < stop; place += 1) {
        const entry = entries[place - base];
        if (entry && passes(entry.line, entry.plain)) current.places.push(place);
      }
      current.next = stop;
      if (performance.now() > until) break;
    }
    if (current.next < end) {
      changed();
      return;
    }
    places = current.places;
    placesHead = 0;
    scrolledOut = 0;
    scan = null;
    forgetPlaces();
  }

  function forgetPlaces(): void {
    const first = base + head;
    while (placesHead < places.length && (places[placesHead] ?? first) < first) {
      placesHead += 1;
      scrolledOut += 1;
    }
    if (placesHead > limit / 4) {
      places = places.slice(placesHead);
      placesHead = 0;
    }
  }

  function evict(): void {
    const over = entries.length - head - limit;
    if (over <= 0) return;
    head += over;
    lost += over;
    if (head > limit / 4) {
      entries = entries.slice(head);
      base += head;
      head = 0;
    }
    forgetPlaces();
  }

  return {
    append(lines, source = 0) {
      for (const line of lines) {
        const entry = { line, source, plain: plainText(line.text) };
        entries.push(entry);
        // A running scan comes to the new lines by itself.
        if (scan === null && passes(line, entry.plain)) places.push(base + entries.length - 1);
      }
      evict();
      if (lines.length > 0) changed();
    },
    noteDropped(count) {
      if (count === 0) return;
      lost += count;
      changed();
    },
    noteSkew(clockSkewMs) {
      if (clockSkewMs === skew) return;
      skew = clockSkewMs;
      changed();
    },
    clear() {
      base += entries.length;
      entries = [];
      head = 0;
      places = [];
      placesHead = 0;
      scrolledOut = 0;
      lost = 0;
      scan = null;
      changed();
    },
    filter(test) {
      passes = test;
      scan = { places: [], next: base + head };
      changed();
    },
    at: (index) => entries[(places[placesHead + index] ?? -1) - base],
    keyAt: (index) => places[placesHead + index] ?? -1,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
  };
}

function requestFrame(task: () => void): void {
  requestAnimationFrame(task);
}
