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
