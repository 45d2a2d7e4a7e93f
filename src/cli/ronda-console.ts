import type { Dispatcher } from '../core/dispatcher/dispatcher.ts';
import type { PublishedStateStore } from '../core/state/published-state.ts';

/** What the command line needs of the opened console. */
export interface RondaConsole {
  readonly dispatcher: Dispatcher;
  readonly state: PublishedStateStore;
  isLeaseHolder(): boolean;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The home folder, absolute. */
  readonly homeRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type OpenConsole = (options: OpenOptions) => Promise<RondaConsole>;
