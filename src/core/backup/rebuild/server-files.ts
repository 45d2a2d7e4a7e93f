import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import { isPlainFileMode, pathStat } from '../path-stat.ts';

/** A small file of a server, whole. */
export interface ServerFile {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly content: Buffer;
}

/** Whose throwaway container it is: what is killed in the middle is found by them. */
type Labels = Readonly<Record<string, string>>;

/** Configuration is small; what is larger is data, and has a backup of its own. */
const maxFileBytes = 1024 * 1024;
const maxFiles = 500;

/** Where a folder of the server is seen in our throwaway container. */
const seenAs = '/ronda-folder';

/**
 * A container that is never started and has one folder of the server in it: files go in and out of it by the Docker API
 * alone, whatever the user at the other end may do in a shell.
 */
async function withFolder<T>(
  docker: Docker,
  image: string,
  folder: string,
  isWritable: boolean,
  labels: Labels,
  work: (container: Docker.Container) => Promise<T>,
): Promise<T> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['true'],
    Cmd: [],
    Labels: { 'org.ronda.helper': 'server-files', ...labels },
    HostConfig: {
      NetworkMode: 'none',
      Mounts: [{ Type: 'bind', Source: folder, Target: seenAs, ReadOnly: !isWritable }],
    },
  });
  try {
    return await work(container);
  } finally {
    await container.remove({ force: true });
  }
}

function isSmallFile(stat: unknown): boolean {
  const { mode, size } = z.object({ mode: z.number(), size: z.number() }).parse(stat);
  return isPlainFileMode(mode) && size <= maxFileBytes;
}

/** Docker's and Podman's words for a folder that is not there. */
const isMissing = (error: unknown): boolean =>
  dockerStatus(error) === 404 ||
  (error instanceof Error &&
    /bind source path does not exist|statfs .*no such file or directory/.test(error.message));

/** Whether the server has a folder. @throws Error with what the engine said */
export async function hasServerFolder(docker: Docker, image: string, folder: string): Promise<boolean> {
  try {
    await withFolder(docker, image, folder, false, {}, async () => undefined);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function filesOf(
  docker: Docker,
  id: string,
  path: string,
  at: (name: string) => string | null,
  signal: AbortSignal,
): Promise<ServerFile[]> {
  const answer = await docker.getContainer(id).getArchive({ path, abortSignal: signal });
  const tar = answer instanceof Readable ? answer : Readable.from(answer);
  const entries = extract();
  tar.on('error', (error) => entries.destroy(error));
  tar.pipe(entries);
  const files: ServerFile[] = [];
  try {
    for await (const entry of entries) {
      const { type, name, size = 0, uid = 0, gid = 0, mode = 0o644 } = entry.header;
      const target = at(name);
      if (type !== 'file' || size > maxFileBytes || files.length >= maxFiles || target === null) {
        for await (const _chunk of entry);
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      files.push({ path: target, uid, gid, mode: mode & 0o7777, content: Buffer.concat(chunks) });
    }
    return files;
  } finally {
    tar.unpipe(entries);
    tar.destroy();
  }
}

/**
 * A file of the server, or every small plain file below a folder.
 * @returns an empty list when it is not there
 * @throws Error with what the engine said
 */
export async function readServerFiles(
  docker: Docker,
  image: string,
  path: string,
  signal: AbortSignal,
): Promise<ServerFile[]> {
  const folder = posix.dirname(path);
  const base = posix.basename(path);
  try {
    return await withFolder(docker, image, folder, false, {}, ({ id }) =>
      filesOf(
        docker,
        id,
        `${seenAs}/${base}`,
        (name) => {
          const inside = posix.normalize(name);
          // A name that leads out of what was asked for is somebody's joke.
          return inside === base || inside.startsWith(`${base}/`) ? posix.join(folder, inside) : null;
        },
        signal,
      ),
    );
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/**
 * One plain file of the server, never what a link leads to.
 * @returns null when it is not there
 * @throws Error with what the engine said
 */
export async function readServerFile(
  docker: Docker,
  image: string,
  path: string,
  signal: AbortSignal,
): Promise<ServerFile | 'not-a-file' | null> {
  const base = posix.basename(path);
  const isIt = (name: string): string | null => (posix.normalize(name) === base ? path : null);
  try {
    return await withFolder(docker, image, posix.dirname(path), false, {}, async (container) => {
      const seen = `${seenAs}/${base}`;
      // First what it is: a folder would be sent with everything in it.
      if (!isSmallFile(pathStat(await container.infoArchive({ path: seen })))) return 'not-a-file';
      const [file] = await filesOf(docker, container.id, seen, isIt, signal);
      return file ?? 'not-a-file';
    });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A file that is mounted into a container, as the container sees it. */
export async function readMountedFile(
  docker: Docker,
  id: string,
  mount: { readonly Source: string; readonly Destination: string },
  signal: AbortSignal,
): Promise<ServerFile[]> {
  const base = posix.basename(mount.Destination);
  return filesOf(docker, id, mount.Destination, (name) => (name === base ? mount.Source : null), signal);
}

/** Runs one command to its end, the folder mounted the old way, which makes it where it is not there. */
async function runOnce(
  docker: Docker,
  command: Pick<Docker.ContainerCreateOptions, 'Image' | 'Entrypoint' | 'User'>,
  folder: string,
  labels: Labels,
): Promise<void> {
  const container = await docker.createContainer({
    ...command,
    Cmd: [],
    Labels: { 'org.ronda.helper': 'server-files', ...labels },
    HostConfig: { NetworkMode: 'none', Binds: [`${folder}:${seenAs}`] },
  });
  try {
    await container.start();
    await container.wait();
  } finally {
    await container.remove({ force: true });
  }
}

/**
 * Makes a folder of the server, with its parents, where there is none. The engine does it as it makes a container that
 * has it mounted the old way.
 * @param image one that is there; nothing of it is run but `true`
 */
export async function makeServerFolder(
  docker: Docker,
  image: string,
  folder: string,
  labels: Labels = {},
): Promise<void> {
  await runOnce(docker, { Image: image, Entrypoint: ['true'] }, folder, labels);
}

/** Puts a file where its folder is. An older one of that name is replaced. */
export async function writeServerFile(
  docker: Docker,
  image: string,
  file: ServerFile,
  labels: Labels = {},
): Promise<void> {
  const tar = pack();
  const { uid, gid, mode } = file;
  tar.entry({ name: posix.basename(file.path), uid, gid, mode }, file.content);
  tar.finalize();
  await withFolder(docker, image, posix.dirname(file.path), true, labels, (container) =>
    container.putArchive(Readable.from(tar), { path: seenAs }),
  );
}

/** Takes a file away that was put there; it may be gone. */
export async function removeServerFile(
  docker: Docker,
  image: string,
  path: string,
  labels: Labels = {},
): Promise<void> {
  const Entrypoint = ['rm', '-f', `${seenAs}/${posix.basename(path)}`];
  await runOnce(docker, { Image: image, Entrypoint, User: '0' }, posix.dirname(path), labels);
}

/**
 * How a file of the server stands to one of ours.
 * @param isPlacedByUs nothing was there when we first came: a beginning of ours is what a killed one half put
 */
export function fileState(
  there: ServerFile | 'not-a-file' | null,
  ours: Buffer,
  isPlacedByUs: boolean,
): 'absent' | 'same' | 'other' {
  if (there === null) return 'absent';
  if (there === 'not-a-file') return 'other';
  // Whole, it may still lack its owner and mode: it is put again.
  if (isPlacedByUs && ours.subarray(0, there.content.length).equals(there.content)) return 'absent';
  return there.content.equals(ours) ? 'same' : 'other';
}
