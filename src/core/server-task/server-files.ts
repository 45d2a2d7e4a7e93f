import { createHash } from 'node:crypto';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { mustRun, runShell } from './server.ts';

export interface ServerFile {
  readonly name: string;
  readonly path: string;
  /** Octal, as for chmod. */
  readonly mode: string;
  readonly text: string;
}

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Whole and at once: a reader sees the old file or the new one. Its folders are made, for this user alone. */
export async function writeFileOn(
  connection: HostConnection,
  file: ServerFile,
  signal: AbortSignal,
): Promise<void> {
  await mustRun(
    connection,
    `write ${file.path}`,
    `umask 077
mkdir -p "\${1%/*}" && cat >"$1.new" && chmod "$2" "$1.new" && mv -f "$1.new" "$1" || { rm -f "$1.new"; exit 1; }`,
    [file.path, file.mode],
    { signal, input: Buffer.from(file.text, 'utf8') },
  );
}

/** The bytes of a file, as text; null when it is not there. */
export async function readFileOn(
  connection: HostConnection,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { code, stdout } = await runShell(connection, '[ -f "$1" ] || exit 9; exec cat "$1"', [path], {
    signal,
  });
  return code === 0 ? Buffer.from(stdout, 'latin1').toString('utf8') : null;
}

/** Reads the file back. @throws RondaError `server-task.not-verified` */
export async function verifyFileOn(
  connection: HostConnection,
  file: ServerFile,
  signal: AbortSignal,
): Promise<void> {
  const text = await readFileOn(connection, file.path, signal);
  const { stdout } = await runShell(connection, 'ls -l "$1"', [file.path], { signal });
  const isPrivate = /^-rw[x-]------/.test(stdout);
  if (text === null || sha256(text) !== sha256(file.text) || !isPrivate)
    throw new RondaError('server-task.not-verified', { file: file.path });
}

export async function deleteOn(connection: HostConnection, path: string, signal: AbortSignal): Promise<void> {
  // A run that is at work may put a file into a folder that is being emptied: once more, when it has noticed.
  const lines = 'rm -rf "$1" 2>/dev/null || { sleep 2; rm -rf "$1"; }; [ ! -e "$1" ]';
  await mustRun(connection, `delete ${path}`, lines, [path], { signal });
}
