import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { RondaError } from '../../shared/errors.ts';
import { requireSpace } from '../backup/durable-files.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { ProgressReport } from '../jobs/progress-meter.ts';
import type { FoundCopy } from './read-copies.ts';

/**
 * Fetches and unpacks one copy into a new file, and holds it against what the server wrote down about it.
 * @throws RondaError `server-copy.damaged` for another content, or one that is longer than was said
 */
export async function fetchCopy(
  connection: HostConnection,
  folder: string,
  copy: FoundCopy,
  to: { readonly file: string; readonly folder: string },
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const { serviceId, databaseId, stamp, bytes, sha256 } = copy;
  const name = `${serviceId}/${databaseId}/${stamp}.db.gz`;
  const damaged = (cause?: unknown): RondaError =>
    new RondaError('server-copy.damaged', { file: name }, { cause });
  await requireSpace(to.folder, bytes);
  const packed = await connection.bulkExec(['cat', '--', `${folder}/copies/${name}`], signal);
  const hash = createHash('sha256');
  let doneBytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      doneBytes += chunk.length;
      // A few packed bytes can become a full disk.
      if (doneBytes > bytes) return done(damaged());
      hash.update(chunk);
      report({ phase: 'copy', doneBytes, totalBytes: bytes });
      done(null, chunk);
    },
  });
  report({ phase: 'copy', doneBytes, totalBytes: bytes });
  try {
    await pipeline(
      packed,
      createGunzip(),
      count,
      createWriteStream(to.file, { flags: 'wx', mode: 0o600, flush: true }),
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw code.startsWith('Z_') ? damaged(error) : error;
  }
  if (doneBytes !== bytes || hash.digest('hex') !== sha256) throw damaged();
}
