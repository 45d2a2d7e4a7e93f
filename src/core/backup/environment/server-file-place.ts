import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { RondaError } from '../../../shared/errors.ts';
import { type RestoreHelper, startHelper } from '../restore/restore-helper.ts';
import type { FilePlace } from './put-file-back.ts';

/** Where the file's folder is seen in the helper. */
const seenAs = '/ronda-folder';

/** `$1` is the file, beside it what was uploaded. A rename: whoever reads it sees the old one or the new one, whole. */
const swapIn = `set -e
if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then echo "it is no plain file"; exit 5; fi
mv -f "$1.ronda-new" "$1"
sync`;
/** Armed before anything is uploaded: whatever becomes of us, no value stays behind beside the file. */
const armDiscard = '(sleep "$3"; rm -f "$1.ronda-new") </dev/null >/dev/null 2>&1 &';
const discard = 'rm -f "$1.ronda-new"';
const removeFile = 'rm -f "$1"; sync';

/** The first image that has the tools a helper needs. @throws RondaError `env.nothing-runs`, `backup.no-shell` */
async function helperOf(
  docker: Docker,
  hostName: string,
  images: readonly string[],
  path: string,
  signal: AbortSignal,
): Promise<RestoreHelper> {
  let lacking: unknown = new RondaError('env.nothing-runs', { host: hostName });
  for (const image of images) {
    try {
      const base = posix.basename(path);
      const mount = { Type: 'bind', Source: posix.dirname(path), Destination: seenAs, RW: true };
      const restoreId = `env-${randomUUID()}`;
      return await startHelper(
        docker,
        { restoreId, hostName, imageId: image, image, mount, path: `${seenAs}/${base}` },
        signal,
      );
    } catch (error) {
      if (!(error instanceof RondaError && error.code === 'backup.no-shell')) throw error;
      lacking = error;
    }
  }
  throw lacking;
}

/**
 * A file of a server, while a helper has its folder mounted.
 * @param images of the server, whose own tools may serve
 * @param read says what stands there
 * @throws RondaError `env.nothing-runs`, `backup.no-shell`, and what the work throws
 */
export async function withServerFile<T>(
  docker: Docker,
  hostName: string,
  images: readonly string[],
  path: string,
  read: FilePlace['read'],
  signal: AbortSignal,
  work: (place: FilePlace) => Promise<T>,
  discardAfterSeconds = 600,
): Promise<T> {
  const helper = await helperOf(docker, hostName, images, path, signal);
  try {
    return await work({
      read,
      async replace({ bytes, uid, gid, mode }) {
        const tar = pack();
        tar.entry({ name: `${posix.basename(path)}.ronda-new`, uid, gid, mode }, bytes);
        tar.finalize();
        try {
          await helper.run('arm', armDiscard, [String(discardAfterSeconds)]);
          await helper.uploadTar(Readable.from(tar), seenAs, signal);
          await helper.run('swap', swapIn);
        } catch (error) {
          await helper.run('discard', discard).catch(() => undefined);
          throw error;
        }
      },
      remove: async () => void (await helper.run('remove', removeFile)),
    });
  } finally {
    await helper.remove();
  }
}
