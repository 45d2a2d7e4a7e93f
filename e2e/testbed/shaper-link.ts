import type { Socket } from 'node:net';
import { createTokenBucket } from './token-bucket.ts';

/** Largest piece one flow may send before the next flow has its turn. */
const QUANTUM_BYTES = 16 * 1024;
/** Below this no piece is released: one TCP segment, so that a slow line does not dribble single bytes. */
const SEGMENT_BYTES = 1460;
/** A late timer on a busy machine is made good up to this; otherwise the rate would sag under load. */
const BUSY_CREDIT_MS = 250;
/** What an idle line saves up: nearly nothing, a real line saves nothing. */
const IDLE_CREDIT_MS = 2;
const MIN_QUEUE_BYTES = 64 * 1024;
const MAX_QUEUE_BYTES = 4 * 1024 * 1024;

type Item = Buffer | 'end' | 'abort';

/** One direction of a line: all its flows share the rate, each is delayed by the same time, none reorders. */
export interface ShaperLink {
  /** Carries `source` to `dest` with half-closes and resets; the sockets must be `allowHalfOpen`. */
  carry(source: Socket, dest: Socket): void;
  set(line: { rateBitsPerSecond?: number | null; oneWayDelayMs?: number }): void;
  /** Holds everything, closings included, until `resume`. */
  stall(): void;
  resume(): void;
  /** Forgets every flow without touching its sockets. */
  clear(): void;
  /** Bytes handed to destinations so far. */
  delivered(): number;
}

interface Flow {
  waiting: Item[];
  waitingBytes: number;
  inFlight: { due: number; item: Item }[];
  inFlightBytes: number;
  lastDue: number;
  inTurn: boolean;
  destFull: boolean;
  timer: NodeJS.Timeout | undefined;
  source: Socket;
  dest: Socket;
}

export function createShaperLink(rateBitsPerSecond: number | null, oneWayDelayMs: number): ShaperLink {
  const now = () => performance.now();
  const bucket = createTokenBucket(rateBitsPerSecond, now());
  const flows = new Set<Flow>();
  let turns: Flow[] = [];
  let delayMs = oneWayDelayMs;
  let stalled = false;
  let busy = false;
  let pumping = false;
  let deliveredBytes = 0;
  let pumpTimer: NodeJS.Timeout | undefined;

  const queueLimit = () => Math.min(MAX_QUEUE_BYTES, Math.max(MIN_QUEUE_BYTES, bucket.bytesPerMs() * 50));
  const flightLimit = () => Math.max(MAX_QUEUE_BYTES, finite(bucket.bytesPerMs() * delayMs) * 2);

  function enqueue(flow: Flow, item: Item): void {
    if (!flows.has(flow)) return;
    flow.waiting.push(item);
    if (item instanceof Buffer) {
      flow.waitingBytes += item.length;
      if (flow.waitingBytes >= queueLimit()) flow.source.pause();
    }
    takeTurn(flow);
    pump();
  }

  function takeTurn(flow: Flow): void {
    if (flow.inTurn || flow.waiting.length === 0 || flow.inFlightBytes >= flightLimit()) return;
    flow.inTurn = true;
    turns.push(flow);
  }

  function pump(): void {
    clearTimeout(pumpTimer);
    pumpTimer = undefined;
    if (stalled || pumping) return;
    pumping = true;
    releaseInTurns();
    pumping = false;
  }

  function releaseInTurns(): void {
    for (let flow = turns[0]; flow !== undefined; flow = turns[0]) {
      const head = flow.waiting[0];
      if (head instanceof Buffer) {
        const credit = bucket.bytesPerMs() * (busy ? BUSY_CREDIT_MS : IDLE_CREDIT_MS);
        const allowed = bucket.refill(now(), Math.max(SEGMENT_BYTES, credit));
        busy = true;
        const least = Math.min(head.length, SEGMENT_BYTES);
        if (allowed < least) {
          // setTimeout rounds down to whole milliseconds and would spin for the last fraction.
          pumpTimer = setTimeout(pump, Math.max(1, Math.ceil(bucket.msUntil(least))));
          return;
        }
        release(flow, head, Math.min(head.length, QUANTUM_BYTES, Math.floor(allowed)));
      } else if (head !== undefined) {
        flow.waiting.shift();
        launch(flow, head);
      }
      turns.shift();
      flow.inTurn = false;
      takeTurn(flow);
    }
    busy = false;
  }

  function release(flow: Flow, head: Buffer, size: number): void {
    bucket.take(size);
    if (size === head.length) flow.waiting.shift();
    else flow.waiting[0] = head.subarray(size);
    flow.waitingBytes -= size;
    flow.inFlightBytes += size;
    if (flow.waitingBytes < queueLimit() / 2) flow.source.resume();
    launch(flow, head.subarray(0, size));
  }

  function launch(flow: Flow, item: Item): void {
    // Never before what was sent earlier, even when the delay has been shortened meanwhile.
    flow.lastDue = Math.max(flow.lastDue, now() + delayMs);
    flow.inFlight.push({ due: flow.lastDue, item });
    if (flow.timer === undefined) arrive(flow);
  }

  function arrive(flow: Flow): void {
    clearTimeout(flow.timer);
    flow.timer = undefined;
    while (!stalled && !flow.destFull) {
      const next = flow.inFlight[0];
      if (next === undefined) break;
      const early = next.due - now();
      if (early > 0) {
        flow.timer = setTimeout(() => arrive(flow), Math.ceil(early));
        break;
      }
      flow.inFlight.shift();
      deliver(flow, next.item);
    }
  }

  function deliver(flow: Flow, item: Item): void {
    if (item === 'end') flow.dest.end();
    else if (item === 'abort') flow.dest.resetAndDestroy();
    else {
      flow.inFlightBytes -= item.length;
      takeTurn(flow);
      if (!pumping && turns.length > 0 && pumpTimer === undefined) pumpTimer = setTimeout(pump, 0);
      if (flow.dest.destroyed || flow.dest.writableEnded) return;
      deliveredBytes += item.length;
      flow.destFull = !flow.dest.write(item);
    }
  }

  function carry(source: Socket, dest: Socket): void {
    const flow: Flow = {
      waiting: [],
      waitingBytes: 0,
      inFlight: [],
      inFlightBytes: 0,
      lastDue: 0,
      inTurn: false,
      destFull: false,
      timer: undefined,
      source,
      dest,
    };
    flows.add(flow);
    let ended = false;
    source.on('data', (chunk: Buffer) => enqueue(flow, chunk));
    source.on('end', () => {
      ended = true;
      enqueue(flow, 'end');
    });
    source.on('close', (hadError) => {
      if (!ended || hadError) enqueue(flow, 'abort');
    });
    dest.on('drain', () => {
      flow.destFull = false;
      arrive(flow);
    });
    dest.on('close', () => {
      drop(flow);
      // Bytes for a closed destination have nowhere to go; an unread source would never see its own end.
      source.resume();
    });
  }

  function drop(flow: Flow): void {
    clearTimeout(flow.timer);
    flows.delete(flow);
    turns = turns.filter((other) => other !== flow);
    flow.inTurn = true;
    flow.waiting = [];
    flow.inFlight = [];
  }

  return {
    carry,
    set(line) {
      if (line.oneWayDelayMs !== undefined) delayMs = line.oneWayDelayMs;
      if (line.rateBitsPerSecond !== undefined) bucket.setRate(line.rateBitsPerSecond, now());
      pump();
    },
    stall() {
      stalled = true;
      clearTimeout(pumpTimer);
    },
    resume() {
      stalled = false;
      busy = false;
      for (const flow of [...flows]) arrive(flow);
      pump();
    },
    clear() {
      for (const flow of [...flows]) drop(flow);
      clearTimeout(pumpTimer);
      pumpTimer = undefined;
    },
    delivered: () => deliveredBytes,
  };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
