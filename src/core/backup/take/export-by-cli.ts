import type Docker from 'dockerode';
import { z } from 'zod';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { requireSpace } from '../durable-files.ts';
import { createByteReader } from './byte-reader.ts';
import { execInContainer } from './exec-stream.ts';
import type { Incoming } from './keep-copy.ts';
import { takeFile } from './receive-export.ts';

const magic = 'RONDA-CLI1 ';
const longestHeader = 80;

/** What the script prints before the bytes: their number, then owner and mode of the source (`-` where unknown). */
const Header = z.tuple([
  z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 48),
  z.coerce.number().int().min(0).nullable(),
  z.coerce.number().int().min(0).nullable(),
  z
    .string()
    .regex(/^[0-7]{1,4}$/)
    .nullable(),
]);

/**
 * `VACUUM INTO` reads in one transaction, so that a writer neither tears the copy nor is held up by it; the `.backup`
 * of the same program begins anew at every write. The copy's name is gone before its first byte is sent: whenever this
 * ends, by itself or because the exec was closed, nothing stays. `$1` is the database; 66 means that it is not there.
 * Init files of the image are not read.
 */
const script = `
command -v sqlite3 >/dev/null || exit 127
[ -f "$1" ] || exit 66
umask 077
d=$(mktemp -d) || exit 73
trap 'rm -rf "$d"' EXIT
trap 'exit 75' HUP INT TERM PIPE
sqlite3 -init /dev/null -bail -cmd '.timeout 10000' "$1" "VACUUM INTO '$d/copy.db'" >&2 || exit 74
exec 3<"$d/copy.db"
n=$(wc -c < "$d/copy.db")
rm -rf "$d"
o=$(stat -c '%u %g %a' "$1" 2>/dev/null) || o='- - -'
echo "${magic}$n $o"
exec cat <&3
`;

export interface CliExport {
  readonly owner: { readonly uid: number; readonly gid: number; readonly mode: number } | null;
}

/**
 * Takes a consistent copy by the `sqlite3` program of the service's image, for images without Node. Pages change their
 * places by it, and as many bytes as the database has must be free in the container's temporary folder meanwhile.
 * @returns null when the image has no `sqlite3` (3.27 or newer is needed, for `VACUUM INTO`) or no shell
 * @throws RondaError `backup.source-missing`, `backup.source-locked`, `backup.source-failed`, `backup.no-space`
 */
export async function exportByCli(
  docker: Docker,
  source: { readonly containerId: string; readonly container: string; readonly path: string },
  incoming: Incoming,
  onBytes: (doneBytes: number, totalBytes: number) => void,
  signal: AbortSignal,
): Promise<CliExport | null> {
  const { containerId, container, path } = source;
  const exec = await execInContainer(docker, containerId, { argv: ['sh', '-c', script, 'sh', path] }, signal);
  try {
    const reader = createByteReader(exec.stdout);
    let header: z.infer<typeof Header>;
    try {
      const line = await takeLine(reader.take);
      if (!line.startsWith(magic)) throw new Error('something else answered');
      header = Header.parse(
        line
          .slice(magic.length)
          .trim()
          .split(' ')
          .map((word) => (word === '-' ? null : word)),
      );
    } catch (error) {
      signal.throwIfAborted();
      const code = await exec.exitCode();
      if (code === 126 || code === 127) return null;
      throw failureOf(code, plainDetail(exec.stderr()) || plainDetail(error), { container, path });
    }
    const [bytes, uid, gid, mode] = header;
    await requireSpace(incoming.folder, bytes);
    let done = 0;
    onBytes(0, bytes);
    await takeFile(reader, incoming.file, bytes, (count) => {
      done += count;
      onBytes(done, bytes);
    });
    return {
      owner:
        uid === null || gid === null || mode === null ? null : { uid, gid, mode: Number.parseInt(mode, 8) },
    };
  } finally {
    exec.close();
  }
}

async function takeLine(take: (length: number) => Promise<Buffer>): Promise<string> {
  let line = '';
  while (line.length < longestHeader) {
    const char = (await take(1)).toString('latin1');
    if (char === '\n') return line;
    line += char;
  }
  throw new Error('something else answered');
}

function failureOf(
  code: number | null,
  detail: string,
  { container, path }: { readonly container: string; readonly path: string },
): RondaError {
  if (code === 66) return new RondaError('backup.source-missing', { path, container });
  if (/database is locked/.test(detail)) return new RondaError('backup.source-locked', { path, seconds: 10 });
  return new RondaError('backup.source-failed', { container, detail });
}
