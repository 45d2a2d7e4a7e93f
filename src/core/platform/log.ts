/** Ronda's own log as a port. Fields are redacted by the writer; still, never hand it a secret. */
export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const ignore = (): void => undefined;

/** For tests that do not look at the log. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
