import { constants } from 'node:os';
import { anySignal } from 'any-signal';
import type { ClientChannel } from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { collectOutput, DEFAULT_MAX_OUTPUT_BYTES } from '../bounded-output.ts';
import type { ExecResult, HostConnection } from '../host-connection.ts';
import { endProgram } from './close-channel.ts';
import { posixQuote } from './posix-quote.ts';
import { createSessionSlots } from './session-slots.ts';
import type { SshSession } from './ssh-session.ts';

/** Leaves room below MaxSessions' default of 10 for what the admin does over a shared connection. */
const INITIAL_SLOTS = 6;
const REFUSALS_ALONE = 3;
const REFUSED_PAUSE_MS = 300;

function signalNumber(name: unknown): number {
  // The protocol names signals without SIG (RFC 4254, 6.10); ssh2 puts it back.
  const key = `SIG${String(name).replace(/^SIG/, '')}`;
  const known: Readonly<Record<string, number>> = constants.signals;
  return known[key] ?? 127;
}

/** `exec` over SSH: the server's login shell gets a line that it splits back into exactly these arguments. */
export function createSshExec(session: SshSession, clock: Clock): HostConnection['exec'] {
  const slots = createSessionSlots(INITIAL_SLOTS);

  async function openChannel(program: string, command: string, signal: AbortSignal) {
    for (let refusals = 0; ; ) {
      const free = await slots.take(signal);
      try {
        return { channel: await session.openExec(command, signal), free };
      } catch (error) {
        if (signal.aborted || error instanceof RondaError) {
          // No refusal of the server, of which the slots would learn for good.
          free();
          signal.throwIfAborted();
          throw error;
        }
        const othersRun = slots.refused();
        free();
        if (!othersRun && ++refusals > REFUSALS_ALONE) {
          throw new RondaError(
            'hosts.exec-failed',
            { program, detail: plainDetail(error) },
            { cause: error },
          );
        }
        // The server may still be clearing away a session that has just ended.
        if (!othersRun) await clock.sleep(REFUSED_PAUSE_MS, signal);
      }
    }
  }

  return async (argv, options) => {
    const signal = anySignal([options.signal, session.signal]);
    try {
      signal.throwIfAborted();
      const [program] = argv;
      // Without input the write side stays open, for ssh2 sends no signal once it was ended.
      const command = options.input ? posixQuote(argv) : `${posixQuote(argv)} </dev/null`;
      const { channel, free } = await openChannel(program, command, signal);
      try {
        return await run(channel, program, signal, options.input, options.maxOutputBytes);
      } finally {
        free();
      }
    } finally {
      signal.clear();
    }
  };
}

function run(
  channel: ClientChannel,
  program: string,
  signal: AbortSignal,
  input: Uint8Array | undefined,
  maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let failure: unknown;
    const stop = (reason: unknown): void => {
      failure ??= reason;
      endProgram(channel);
      reject(failure);
    };
    const onAbort = (): void => stop(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const output = collectOutput(program, { stdout: channel, stderr: channel.stderr }, maxOutputBytes, stop);
    channel.on('error', stop);
    channel.on('close', (code: number | null, signalName?: string) => {
      signal.removeEventListener('abort', onAbort);
      if (failure !== undefined) return;
      // The link broke, or it will be reported in a moment: no exit status is no success.
      if (typeof code !== 'number' && !signalName) {
        return stop(new RondaError('hosts.exec-failed', { program, detail: 'it ended without a status' }));
      }
      resolve({
        code: typeof code === 'number' ? code : 128 + signalNumber(signalName),
        stdout: output.stdout(),
        stderr: output.stderr(),
      });
    });
    if (input) channel.end(input);
    if (signal.aborted) onAbort();
  });
}
