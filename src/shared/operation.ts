import type { z } from 'zod';

/**
 * One operation of the console. A call, a long job and a stream are the same shape:
 * `(input, {signal, emit}) → Promise<output>`; a plain call simply never emits.
 */
export interface OperationShape {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly event: z.ZodType;
}

/** Declares an operation; exists so that the contract keeps its literal types without annotations. */
export function operation<I extends z.ZodType, O extends z.ZodType, E extends z.ZodType>(shape: {
  input: I;
  output: O;
  event: E;
}): { readonly input: I; readonly output: O; readonly event: E } {
  return shape;
}

/** What a running operation gets besides its input. */
export interface OperationContext<Event> {
  /** Aborted by a cancel, by the window that asked closing, or by shutdown. */
  readonly signal: AbortSignal;
  /**
   * Sends an event to whoever asked. Resolves when the receiver has room again: a stream that awaits it
   * is slowed by a slow reader instead of filling memory.
   */
  readonly emit: (event: Event) => Promise<void>;
}
