import type Docker from 'dockerode';
import { isServerFilePath } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { FileState } from '../environment/put-file-back.ts';
import { readServerFile, readServerFiles, type ServerFile } from '../rebuild/server-files.ts';
import { type FoundFile, maxConfigurationBytes } from './configuration-record.ts';
import type { FoundConfiguration } from './find-configuration.ts';

const stateOf = ({ content, uid, gid, mode }: ServerFile): FileState => ({
  kind: 'file',
  bytes: content,
  uid,
  gid,
  mode,
});

/**
 * A file as it lies on the server now.
 * @param image one that is there; nothing of it is run
 * @throws RondaError `config.not-a-file`, or an Error with what the engine said
 */
export async function readConfigurationFile(
  docker: Docker,
  image: string,
  path: string,
  signal: AbortSignal,
): Promise<FileState> {
  const file = await readServerFile(docker, image, path, signal);
  if (file === null) return { kind: 'absent' };
  if (file === 'not-a-file' || file.content.length > maxConfigurationBytes)
    throw new RondaError('config.not-a-file', { path });
  return stateOf(file);
}

export interface ReadConfiguration {
  readonly found: FoundFile[];
  readonly leftOut: { readonly what: string; readonly why: RondaError }[];
}

/**
 * Every file that was found, and those of the folders.
 * @param known paths that are kept already: one of them that is gone from its folder is told as absent
 * @throws RondaError `config.no-image`
 */
export async function readConfiguration(
  docker: Docker,
  hostName: string,
  { files, folders, images, leftOut }: FoundConfiguration,
  known: readonly string[],
  signal: AbortSignal,
): Promise<ReadConfiguration> {
  const [image] = images;
  if (image === undefined) throw new RondaError('config.no-image', { host: hostName });
  const found = new Map<string, FoundFile>();
  const failed = [...leftOut];
  const attempt = async (what: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read();
    } catch (error) {
      signal.throwIfAborted();
      const why =
        error instanceof RondaError
          ? error
          : new RondaError('env.not-read', { what, detail: plainDetail(error) });
      failed.push({ what, why });
    }
  };
  for (const { path, origin } of files.values())
    await attempt(path, async () => {
      const state = await readConfigurationFile(docker, image, path, signal);
      // A server without nginx lacks nothing.
      if (state.kind === 'absent' && origin === 'nginx' && !known.includes(path)) return;
      found.set(path, { path, origin, state });
    });
  for (const { path: folder, origin } of folders.values())
    await attempt(folder, async () => {
      const inside = await readServerFiles(docker, image, folder, signal);
      for (const file of inside) {
        if (found.has(file.path) || files.has(file.path)) continue;
        const { path } = file;
        if (isServerFilePath(path)) found.set(path, { path, origin, state: stateOf(file) });
        else failed.push({ what: path, why: new RondaError('config.bad-path', { path }) });
      }
      for (const path of known)
        if (path.startsWith(`${folder}/`) && !found.has(path) && !files.has(path))
          await attempt(path, async () => {
            found.set(path, {
              path,
              origin,
              state: await readConfigurationFile(docker, image, path, signal),
            });
          });
    });
  return { found: [...found.values()], leftOut: failed };
}
