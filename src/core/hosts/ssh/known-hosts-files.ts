import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import type { HostKey } from './host-key.ts';
import { type KnownHostsEntry, knownHostsName, parseKnownHosts, type ServerName } from './known-hosts.ts';

const MAX_BYTES = 8 * 1024 * 1024;

export interface KnownHostsFiles {
  /** Every line of every file. A missing file is an empty one; an unreadable one is an error. */
  read(): Promise<KnownHostsEntry[]>;
  /** Records a key that a person accepted. */
  add(server: ServerName, key: HostKey): Promise<void>;
}

/**
 * Reads the user's and the system's known_hosts, and Ronda's own. Keys accepted in Ronda go into its own file: the
 * user's may be managed, hashed or shared between machines, and a yes that was given to a monitoring console should
 * not become trust of every `ssh` and `git` command of this account.
 *
 * @param own Ronda's own file, made when the first key is accepted
 * @param others read only, in order
 */
export function createKnownHostsFiles(own: string, others: readonly string[]): KnownHostsFiles {
  async function readOne(file: string): Promise<KnownHostsEntry[]> {
    try {
      const text = await readFile(file, 'utf8');
      if (text.length > MAX_BYTES) throw new Error('the file is larger than 8 MB');
      return parseKnownHosts(text, file);
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      // Going on without it would turn "changed" into "unknown", and a warning into a question.
      throw new RondaError(
        'hosts.known-hosts-unreadable',
        { file, detail: plainDetail(error) },
        { cause: error },
      );
    }
  }

  return {
    async read() {
      const lists = await Promise.all([own, ...others].map(readOne));
      return lists.flat();
    },
    async add(server, key) {
      try {
        await mkdir(dirname(own), { recursive: true, mode: 0o700 });
        const line = `${knownHostsName(server)} ${key.type} ${key.blob.toString('base64')}\n`;
        await appendFile(own, (await endsWithinLine(own)) ? `\n${line}` : line, { mode: 0o600 });
      } catch (error) {
        throw new RondaError(
          'hosts.known-hosts-unreadable',
          { file: own, detail: plainDetail(error) },
          { cause: error },
        );
      }
    },
  };
}

/** A last line without its end would swallow the one that is appended, and its key with it. */
async function endsWithinLine(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size === 0) return false;
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
      return buffer[0] !== 0x0a;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
