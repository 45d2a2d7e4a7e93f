/** An expected failure of the set-up: the message says what happened, the hint what the person can do. */
export class BootstrapError extends Error {
  /**
   * @param {string} message
   * @param {string} [hint]
   */
  constructor(message, hint = '') {
    super(message);
    this.name = 'BootstrapError';
    this.hint = hint;
  }
}

/**
 * Says each step of the set-up in one line, with its time. The label is written when the step begins, so that a
 * slow one shows what it is waiting for; nothing else may write to the stream meanwhile.
 *
 * @param {{write(text: string): unknown}} stream
 * @param {string} [what] is being done, before each line
 * @returns {{step<T>(label: string, run: () => Promise<{said: string, value: T}>): Promise<T>, note(text: string): void}}
 */
export function createReport(stream, what = 'bootstrap') {
  return {
    async step(label, run) {
      const started = performance.now();
      stream.write(`${what}: ${label} … `);
      try {
        const { said, value } = await run();
        stream.write(`${said} (${((performance.now() - started) / 1000).toFixed(2)} s)\n`);
        return value;
      } catch (error) {
        stream.write('failed\n');
        throw error;
      }
    },
    note(text) {
      stream.write(`${what}: ${text}\n`);
    },
  };
}

/** Ends a script: an expected failure as its message and hint, anything else with its stack. */
export function reportFailure(error) {
  if (error instanceof BootstrapError) {
    process.stderr.write(`${error.message}\n${error.hint === '' ? '' : `${error.hint}\n`}`);
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
  process.exitCode = 1;
}
