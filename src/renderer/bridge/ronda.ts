import type { Bridge } from '../../shared/bridge.ts';
import { type Call, createClient } from './client.ts';

declare global {
  interface Window {
    readonly ronda: Bridge;
  }
}

let client: Call | null = null;

/** Calls over the bridge that the preload put on the window. */
export const call: Call = (name, input, options) => {
  client ??= createClient(window.ronda);
  return client(name, input, options);
};

/** Where a file that was dropped on the window lies; empty for anything that is no file of this computer. */
export function pathOfDropped(file: File): string {
  return window.ronda.pathOf(file);
}
