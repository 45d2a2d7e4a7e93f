import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { anySignal } from 'any-signal';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { collectOutput, DEFAULT_MAX_OUTPUT_BYTES } from '../bounded-output.ts';
import type { HostConnection } from '../host-connection.ts';

/**
 * What a program on this computer sees: the environment without DOCKER_*, and DOCKER_HOST naming the engine of this
 * very host, so that a `docker` command speaks to the same engine as the window does, whatever context is selected.
 */
export function childEnvironment(env: NodeJS.ProcessEnv, socketPath: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^DOCKER_/i.test(name) && !/^ELECTRON_/i.test(name) && name !== 'NODE_OPTIONS',
  );
  const scheme =
    socketPath.startsWith('//./pipe/') || socketPath.startsWith('\\\\.\\pipe\\') ? 'npipe' : 'unix';
  return { ...Object.fromEntries(kept), DOCKER_HOST: `${scheme}://${socketPath.replaceAll('\\', '/')}` };
}

/** `exec` on this computer. A program that is not there ends with 127, as a shell would say over SSH. */
export function createLocalExec(env: NodeJS.ProcessEnv, alive: AbortSignal): HostConnection['exec'] {
  return (argv, { signal: asked, input, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES }) => {
    const [program, ...args] = argv;
    const signal = anySignal([asked, alive]);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const child = spawn(program, args, { env, shell: false, windowsHide: true });
      const stop = (reason: unknown): void => {
        child.kill('SIGTERM');
        reject(reason);
      };
      const onAbort = (): void => stop(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      const output = collectOutput(program, child, maxOutputBytes, stop);
      child.on('error', (error) => {
        signal.clear();
        const code = systemCode(error);
        if (code === 'ENOENT' || code === 'EACCES') {
          const stderr = Buffer.from(
            `${program}: ${code === 'ENOENT' ? 'not found' : 'permission denied'}\n`,
          );
          return resolve({ code: code === 'ENOENT' ? 127 : 126, stdout: Buffer.alloc(0), stderr });
        }
        reject(
          new RondaError('hosts.exec-failed', { program, detail: plainDetail(error) }, { cause: error }),
        );
      });
      child.on('close', (code, signalName) => {
        signal.clear();
        resolve({
          code: code ?? 128 + (signalName === null ? 127 : constants.signals[signalName]),
          stdout: output.stdout(),
          stderr: output.stderr(),
        });
      });
      // A program that does not read its input may end before it has got all of it; its exit code tells enough.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  };
}

/** `bulkExec` on this computer. A program that cannot be started ends the stream with the reason. */
export function createLocalBulkExec(env: NodeJS.ProcessEnv, alive: AbortSignal): HostConnection['bulkExec'] {
  return async ([program, ...args], asked) => {
    const signal = AbortSignal.any([asked, alive]);
    signal.throwIfAborted();
    const child = spawn(program, args, {
      env,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.once('close', () => signal.removeEventListener('abort', stop));
    child.on('error', (error) =>
      child.stdout.destroy(
        new RondaError('hosts.exec-failed', { program, detail: plainDetail(error) }, { cause: error }),
      ),
    );
    child.stdout.once('close', stop);
    return child.stdout;
  };
}
