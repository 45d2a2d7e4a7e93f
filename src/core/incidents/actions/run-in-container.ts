import type Docker from 'dockerode';
import type { CommandRecord, ContainerView } from '../../../shared/domain/service.ts';
import { execInContainer } from '../../backup/take/exec-stream.ts';
import { posixQuote } from '../../hosts/ssh/posix-quote.ts';
import type { Clock } from '../../platform/clock.ts';
import { shownName } from '../../services/action-step.ts';
import { createCommandLog } from '../../services/command-log.ts';

const longestMs = 60_000;
const mostOutput = 64 * 1024;

/** The command as an admin would type it on the server. */
export function execCommand(container: ContainerView, command: string): string {
  return `docker exec ${shownName(container)} sh -c ${posixQuote([command])}`;
}

/**
 * Runs one shell command in a container, for a minute at most; of its output the first 64 KB are kept. The record says how
 * it ended; nothing is thrown but the signal's reason.
 */
export async function runInContainer(
  ports: { readonly docker: Docker; readonly clock: Clock },
  container: ContainerView,
  command: string,
  signal: AbortSignal,
): Promise<CommandRecord> {
  const log = createCommandLog(ports.clock);
  const deadline = AbortSignal.timeout(longestMs);
  await log.run(execCommand(container, command), async () => {
    const argv = ['sh', '-c', command];
    const running = await execInContainer(
      ports.docker,
      container.id,
      { argv },
      AbortSignal.any([signal, deadline]),
    );
    try {
      let output = '';
      let isCut = false;
      for await (const chunk of running.stdout) {
        const room = mostOutput - output.length;
        output += chunk.toString().slice(0, Math.max(0, room));
        isCut ||= chunk.length > room;
      }
      const code = await running.exitCode();
      const all = [output.trim(), running.stderr().trim(), isCut ? '[…]' : ''].filter(Boolean).join('\n');
      if (code !== 0) throw new Error(`exit code ${code ?? 'unknown'}\n${all}`.trim());
      return all;
    } catch (error) {
      if (deadline.aborted) throw new Error(`no end after ${longestMs / 1000} s`, { cause: error });
      throw error;
    } finally {
      running.close();
    }
  });
  signal.throwIfAborted();
  const [record] = log.records;
  if (!record) throw new Error('a command was not noted');
  return record;
}
