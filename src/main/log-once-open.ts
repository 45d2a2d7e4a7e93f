import type { Log } from '../core/platform/log.ts';

/** A log for what happens before the console is open: lines wait for the console's own log, and keep their order. */
export function logOnceOpen(opening: Promise<{ readonly log: Log }>): Log {
  const write =
    (level: keyof Log): Log['info'] =>
    (message, fields) =>
      void opening.then(
        ({ log }) => log[level](message, fields),
        // A console that does not open has told so already, and there is no log to write to.
        () => undefined,
      );
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
