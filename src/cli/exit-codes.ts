import type { ErrorShape } from '../shared/errors.ts';

/**
 * How a command ends. Scripts depend on these: a number never changes its meaning.
 *
 * | code | meaning |
 * |---|---|
 * | 0 | done; for `check`: everything is up |
 * | 1 | the answer is no: a service is not up, a copy failed its verification, a restore was rolled back, a journal was edited |
 * | 2 | usage: a wrong argument, an unknown or ambiguous name, a confirmation that is missing |
 * | 3 | the host could not be connected (or its identity was not accepted) |
 * | 4 | the operation failed |
 * | 5 | Ronda's own state, vault or home folder cannot be used |
 * | 6 | another process is doing this on the same home; try again later |
 * | 70 | a bug: something nobody expected (EX_SOFTWARE of sysexits.h) |
 * | 130 | cancelled (Ctrl+C), as shells count it |
 */
export const exitCodes = {
  ok: 0,
  no: 1,
  usage: 2,
  notConnected: 3,
  failed: 4,
  stateUnusable: 5,
  busy: 6,
  bug: 70,
  cancelled: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byCode: Readonly<Record<string, ExitCode>> = {
  'common.unexpected': exitCodes.bug,
  'common.cancelled': exitCodes.cancelled,
  'common.invalid-input': exitCodes.usage,
  'state.lease-held': exitCodes.busy,
  // These happen on a connection that stands.
  'hosts.dial-failed': exitCodes.failed,
  'hosts.exec-failed': exitCodes.failed,
  'hosts.exec-output': exitCodes.failed,
  'cli.fingerprint-differs': exitCodes.notConnected,
  'cli.needs-terminal': exitCodes.notConnected,
};

const byFeature: Readonly<Record<string, ExitCode>> = {
  cli: exitCodes.usage,
  profile: exitCodes.usage,
  hosts: exitCodes.notConnected,
  state: exitCodes.stateUnusable,
  vault: exitCodes.stateUnusable,
};

/** The exit code for an error; what no rule covers is a failed operation. */
export function exitCodeOf(error: Pick<ErrorShape, 'code'>): ExitCode {
  const feature = error.code.split('.')[0] ?? '';
  return byCode[error.code] ?? byFeature[feature] ?? exitCodes.failed;
}
