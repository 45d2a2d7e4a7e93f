import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../platform/plain-detail.ts';

/** The proxy commands that a person has said yes to, by their exact text. */
export interface AcceptedCommands {
  has(hostId: string, line: string): Promise<boolean>;
  /** @throws Error when it cannot be written down; the person is then asked again next time */
  add(hostId: string, line: string): Promise<void>;
}

/** One JSON line each. A line that is damaged accepts nothing, and so leads to a question. */
export function createAcceptedCommands(file: string): AcceptedCommands {
  const entry = (hostId: string, line: string): string => JSON.stringify([hostId, line]);
  return {
    async has(hostId, line) {
      try {
        return (await readFile(file, 'utf8')).split('\n').includes(entry(hostId, line));
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return false;
        throw error;
      }
    },
    async add(hostId, line) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Begun with a line end too: a torn last line must not swallow this one.
      await appendFile(file, `\n${entry(hostId, line)}\n`, { mode: 0o600 });
    },
  };
}
