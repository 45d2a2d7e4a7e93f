import type { CommandRecord } from '../../shared/domain/service.ts';
import { dockerDetail } from '../hosts/docker/docker-error.ts';
import type { Clock } from '../platform/clock.ts';

export interface CommandLog {
  readonly records: CommandRecord[];
  /** Runs one command and notes what came of it. @returns false when it failed, which is noted and not thrown */
  run(command: string, work: () => Promise<string>): Promise<boolean>;
}

/** Notes commands as they are done: what was run has to stand in the journal, however it ended. */
export function createCommandLog(clock: Clock): CommandLog {
  const records: CommandRecord[] = [];
  return {
    records,
    async run(command, work) {
      const startedAt = clock.now();
      const note = (ok: boolean, output: string): boolean => {
        records.push({ command, startedAt, durationMs: Math.max(0, clock.now() - startedAt), ok, output });
        return ok;
      };
      try {
        return note(true, await work());
      } catch (error) {
        return note(false, dockerDetail(error));
      }
    },
  };
}
