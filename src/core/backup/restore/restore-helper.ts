import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { saveTarredFile, tarForLine, tarOfFile, type UploadFile } from '../tar-transfer.ts';
import { probeTools } from './restore-scripts.ts';

export const helperLabel = 'org.ronda.helper';
/** A helper that nobody removes ends by itself: longer than any restore, shorter than a night. */
const lifetimeSeconds = 6 * 3600;

export interface HelperSpec {
  readonly restoreId: string;
  readonly hostName: string;
  /** The service's own image: it is on the server already. */
  readonly imageId: string;
  readonly image: string;
  readonly mount: {
    readonly Type: string;
    readonly Name?: string | undefined;
    readonly Source: string;
    readonly Destination: string;
    readonly RW: boolean;
  };
  /** A volume that is empty stays so; else the engine puts what the image has there into it. */
  readonly asItIs?: boolean;
  /** Path of the database inside the container. */
  readonly path: string;
}

/** A container without network that has the volume mounted where the service has it. */
export interface RestoreHelper {
  /**
   * Runs one of restore-scripts.ts to its end, with the database and the restore's id as `$1` and `$2`.
   * @throws RondaError `backup.helper-failed` with what it printed
   */
  run(step: string, script: string, args?: readonly string[]): Promise<string>;
  /** Puts a file into the database's folder. The signal stops this upload alone, not the helper. */
  upload(
    source: string,
    file: UploadFile,
    onBytes: (count: number) => void,
    uploadSignal: AbortSignal,
  ): Promise<void>;
  /** Unpacks an uncompressed tar into a folder of the mount, with the owners and modes it names. */
  uploadTar(tar: Readable, folder: string, uploadSignal: AbortSignal): Promise<void>;
  /** Fetches a file that lies at `path`; false when there is none. */
  download(path: string, target: string, onBytes: (count: number) => void): Promise<boolean>;
  /** Size of the file at `path`, or null where there is none. @throws RondaError `backup.helper-failed` */
  size(path: string): Promise<number | null>;
  remove(): Promise<void>;
}

/** How the mount is named to a person and to Docker. */
export function mountSource(mount: HelperSpec['mount']): string {
  return mount.Type === 'volume' ? (mount.Name ?? mount.Source) : mount.Source;
}

/** Removes helpers that an earlier, killed restore left. */
export async function removeHelpers(docker: Docker, restoreId: string, signal: AbortSignal): Promise<void> {
  const filters = { label: [`${helperLabel}=${restoreId}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters, abortSignal: signal })) {
    await removeContainer(docker, Id);
  }
}

async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({ force: true, v: false });
  } catch (error) {
    // Gone already, or being removed by the engine because it ended: what was wanted.
    if (dockerStatus(error) !== 404 && dockerStatus(error) !== 409) throw error;
  }
}

/** Runs work with a helper that is gone afterwards, whatever became of it. @throws as `startHelper` does */
export async function withHelper<T>(
  docker: Docker,
  spec: HelperSpec,
  signal: AbortSignal,
  work: (helper: RestoreHelper) => Promise<T>,
  isFar = false,
): Promise<T> {
  const helper = await startHelper(docker, spec, signal, isFar);
  try {
    return await work(helper);
  } finally {
    await helper.remove();
  }
}

/** @param isFar what is uploaded goes over a line that is slower than packing @throws RondaError `backup.no-shell` when the image lacks what a restore needs */
export async function startHelper(
  docker: Docker,
  spec: HelperSpec,
  signal: AbortSignal,
  isFar = false,
): Promise<RestoreHelper> {
  const { mount, path } = spec;
  const container = await docker.createContainer({
    Image: spec.imageId,
    Entrypoint: ['sh', '-c', 'exec sleep "$1"', 'sh', String(lifetimeSeconds)],
    Cmd: [],
    User: '0',
    WorkingDir: '/',
    Healthcheck: { Test: ['NONE'] },
    Labels: { [helperLabel]: spec.restoreId },
    StopTimeout: 0,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // FSETID: without it the kernel drops the setgid bit of a folder whose group the helper is not in.
      CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID'],
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: 64,
      Mounts: [
        {
          Type: mount.Type === 'bind' ? 'bind' : 'volume',
          Source: mountSource(mount),
          Target: mount.Destination,
          ReadOnly: !mount.RW,
          ...(spec.asItIs && mount.Type === 'volume' ? { VolumeOptions: { NoCopy: true } as never } : {}),
        },
      ],
    },
    abortSignal: signal,
  });

  const exec = async (argv: readonly string[]): Promise<{ code: number | null; output: string }> => {
    const running = await execInContainer(docker, container.id, { argv }, signal);
    try {
      let output = '';
      for await (const chunk of running.stdout) {
        if (output.length < 65_536) output += chunk.toString();
      }
      const code = await running.exitCode();
      return { code, output: `${output}${code === 0 ? '' : running.stderr()}`.trim() };
    } finally {
      running.close();
    }
  };

  const helper: RestoreHelper = {
    async run(step, script, args = []) {
      const { code, output } = await exec(['sh', '-c', script, 'sh', path, spec.restoreId, ...args]);
      if (code === 0) return output;
      const detail = plainDetail(output) || `exit code ${code ?? 'unknown'}`;
      throw new RondaError('backup.helper-failed', { host: spec.hostName, step, detail });
    },
    async upload(source, file, onBytes, uploadSignal) {
      const tar = tarOfFile(source, file, onBytes, uploadSignal);
      try {
        await container.putArchive(tarForLine(Readable.from(tar), isFar), {
          path: posix.dirname(path),
          noOverwriteDirNonDir: 'true',
        });
      } finally {
        tar.destroy();
      }
    },
    async uploadTar(tar, folder, uploadSignal) {
      const onAbort = (): void => void tar.destroy(new Error('aborted'));
      uploadSignal.addEventListener('abort', onAbort, { once: true });
      // Ended by an error or the signal, the engine's answer may never come: the source's own failure ends the wait.
      const failed = new Promise<never>((_resolve, reject) => tar.once('error', reject));
      const sent = tarForLine(tar, isFar);
      try {
        uploadSignal.throwIfAborted();
        await Promise.race([
          container.putArchive(sent, {
            path: folder,
            noOverwriteDirNonDir: 'true',
            abortSignal: uploadSignal,
          }),
          failed,
        ]);
      } finally {
        uploadSignal.removeEventListener('abort', onAbort);
        tar.destroy();
      }
    },
    async download(from, target, onBytes) {
      let tar: NodeJS.ReadableStream;
      try {
        tar = await container.getArchive({ path: from, abortSignal: signal });
      } catch (error) {
        if (dockerStatus(error) === 404) return false;
        throw error;
      }
      await saveTarredFile(tar instanceof Readable ? tar : Readable.from(tar), target, onBytes, signal);
      return true;
    },
    async size(of) {
      // A check that could not be made must not look like a file that is not there: it would go without a safety copy.
      const { code, output } = await exec([
        'sh',
        '-c',
        'if [ -e "$1" ]; then wc -c < "$1"; else echo none; fi',
        'sh',
        of,
      ]);
      if (code === 0 && output === 'none') return null;
      if (code === 0 && /^\d+$/.test(output)) return Number(output);
      const detail = plainDetail(output) || `exit code ${code ?? 'unknown'}`;
      throw new RondaError('backup.helper-failed', { host: spec.hostName, step: 'look', detail });
    },
    remove: () => removeContainer(docker, container.id),
  };

  try {
    await container.start({ abortSignal: signal });
    const { code, output } = await exec(['sh', '-c', probeTools]);
    if (code === 0) return helper;
    throw new RondaError('backup.no-shell', { image: spec.image, missing: plainDetail(output) || 'sleep' });
  } catch (error) {
    await removeContainer(docker, container.id);
    if (dockerStatus(error) === 400) {
      throw new RondaError('backup.no-shell', { image: spec.image, missing: 'sh' }, { cause: error });
    }
    throw error;
  }
}
