/** A process of its own that speaks messages: structured data both ways, nothing shared. */
export interface IsolatedProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Ends it at once. */
  kill(): void;
  /** Resolves with its exit code, or null when it was killed. */
  readonly exited: Promise<number | null>;
}

/** Starts one; how differs between Electron (`utilityProcess`) and plain Node (`fork`). */
export type SpawnIsolated = () => IsolatedProcess;
