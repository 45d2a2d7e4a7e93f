import type { ErrorShape } from './errors.ts';

/** How a call ends, as data: an exception loses its code on its way between processes. */
export type CallResult =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: ErrorShape };

/**
 * All that the preload exposes to the window, as `window.ronda`. Four functions and no `ipcRenderer`:
 * whatever the window may ask is in the contract, and main validates it.
 */
export interface Bridge {
  /** Runs an operation. `callId` is the window's own, unique among its running calls. */
  start(callId: string, name: string, input: unknown): Promise<CallResult>;
  cancel(callId: string): void;
  /**
   * Events of all running calls. The preload acknowledges each one after the listener returned; main sends no
   * more than a few ahead of that, so a slow window slows the source.
   */
  onEvent(listener: (callId: string, event: unknown) => void): () => void;
  /** Where a file that was dropped on the window lies; empty for one that a page made up. */
  pathOf(file: File): string;
}

/** The channels behind the bridge; main and preload share the names and nothing else does. */
export const channels = {
  start: 'ronda:start',
  cancel: 'ronda:cancel',
  event: 'ronda:event',
  acknowledge: 'ronda:acknowledge',
} as const;
