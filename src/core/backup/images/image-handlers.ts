import type { SavedImage } from '../../../shared/domain/image.ts';
import type { JobKind, JobProgress } from '../../../shared/domain/job.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { OperationContext } from '../../../shared/operation.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import { dockerDetail, dockerStatus } from '../../hosts/docker/docker-error.ts';
import { type HostConnection, type HostConnections, isFar } from '../../hosts/host-connection.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { SecretStore } from '../../vault/vault.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { asWriteError } from '../durable-files.ts';
import type { FindServices, HostServices } from '../files/find-sources.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { hostImages } from './host-images.ts';
import { type ImageStore, imageFolders } from './image-store.ts';
import { loadImage, verifyImage } from './load-image.ts';
import { pushCommands, pushImage, type RegistryLogin, registryOf } from './push-image.ts';
import { saveImage } from './save-image.ts';
import { type SavedImageManifest, savedImageId } from './saved-image-manifest.ts';

export type ImageOperation =
  | 'images.list'
  | 'images.saved'
  | 'images.save'
  | 'images.verify'
  | 'images.remove'
  | 'images.plan-load'
  | 'images.load'
  | 'images.plan-push'
  | 'images.push'
  | 'images.set-login';

export interface ImageHandlerDeps extends OpenStoredDeps {
  readonly connections: HostConnections;
  readonly findServices: FindServices;
  readonly store: ImageStore;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly backupFolder: () => string;
  readonly secrets: SecretStore;
}

/** Under which a host's images are held: no id of a database has a slash. */
const imageLock = (hostId: string) => ({ hostId, serviceId: 'images', databaseId: 'images/store' });

const secretOf = (registry: string): string => `registry-${registry}`;

export function createImageHandlers(deps: ImageHandlerDeps): Handlers<ImageOperation> {
  const { connections, findServices, store, locks, jobs, clock, backupFolder, secrets } = deps;
  const iso = (): string => new Date(clock.now()).toISOString();

  function servicesOf(hostId: string): HostServices {
    return findServices(hostId) ?? { hostName: hostId, services: [], project: null };
  }

  const runJob = <T>(
    kind: JobKind,
    subject: string,
    hostId: string,
    context: OperationContext<JobProgress>,
    work: (report: (progress: ProgressReport) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> =>
    jobs.run(kind, subject, hostId, work, {
      signal: context.signal,
      onProgress: (progress) => {
        // One that is slow to take it must not slow the job.
        context.emit(progress).catch(() => undefined);
      },
    });

  /** Inspects an image of the host. @throws RondaError `images.unknown` */
  async function inspect(connection: HostConnection, reference: string) {
    try {
      return await connection.docker.getImage(reference).inspect();
    } catch (error) {
      if (dockerStatus(error) !== 404) throw error;
      const host = servicesOf(connection.hostId).hostName;
      throw new RondaError('images.unknown', { reference, host }, { cause: error });
    }
  }

  async function loginOf(registry: string): Promise<RegistryLogin | null> {
    const text = await secrets.get(secretOf(registry));
    return text === null ? null : (JSON.parse(text) as RegistryLogin);
  }

  /** Reads all of it again and writes down what came of it. */
  async function judge(
    manifest: SavedImageManifest,
    blobs: string,
    report: (progress: ProgressReport) => void,
    signal: AbortSignal,
  ): Promise<SavedImage> {
    let detail = '';
    try {
      const onBytes = counting(report, 'verify', totalOf(manifest));
      await verifyImage(deps, manifest.index, blobs, signal, onBytes, 'file');
    } catch (error) {
      if (!(error instanceof RondaError && error.code === 'images.damaged')) throw error;
      detail = String(error.params.detail ?? '') || 'damaged';
    }
    const state = detail === '' ? ('verified' as const) : ('failed' as const);
    return store.put({ ...manifest, verification: { state, at: iso(), detail } });
  }

  return {
    async 'images.list'({ hostId }, { signal }) {
      const { docker } = connections.get(hostId);
      return { images: await hostImages(docker, hostId, servicesOf(hostId), signal) };
    },

    'images.saved': ({ hostId }) => store.list(hostId),

    async 'images.save'({ hostId, reference }, context) {
      const connection = connections.get(hostId);
      // First of all: a key that is locked away must not be found out after the transfer.
      const { encryptTo } = await deps.keys.forNew();
      const { hostName } = servicesOf(hostId);
      const { Id: imageId, Size } = await inspect(connection, reference);
      const users = await hostImages(connection.docker, hostId, servicesOf(hostId), context.signal);
      const { home, blobs } = imageFolders(backupFolder(), hostId);
      const saved = await runJob('image-save', reference, hostId, context, (report, jobSignal) =>
        locks.hold(imageLock(hostId), async () => {
          const signal = AbortSignal.any([jobSignal, connection.signal]);
          const docker = await connection.bulkDocker(signal);
          try {
            const { index } = await saveImage(
              { ...deps, encryptTo },
              docker,
              reference,
              blobs,
              counting(report, 'copy', Size),
              signal,
            );
            const manifest: SavedImageManifest = {
              format: 'ronda-saved-image/1',
              id: savedImageId(hostId, reference, index.imageId),
              host: { id: hostId, name: hostName },
              services: users.find((image) => image.imageId === imageId)?.services ?? [],
              savedAt: iso(),
              verification: { state: 'failed', at: iso(), detail: 'not verified yet' },
              index,
            };
            return await judge(manifest, blobs, report, jobSignal);
          } catch (error) {
            jobSignal.throwIfAborted();
            if (connection.signal.aborted)
              throw new RondaError('backup.link-lost', { host: hostName, step: 'copy' }, { cause: error });
            const told = asWriteError(error, home);
            if (told instanceof RondaError) throw told;
            const detail = dockerDetail(error);
            throw new RondaError('images.save-failed', { reference, detail }, { cause: error });
          }
        }),
      );
      return { saved };
    },

    async 'images.verify'({ savedId }, context) {
      const { manifest, blobs } = await store.locate(savedId);
      const hostId = manifest.host.id;
      const saved = await runJob('verify', manifest.index.reference, hostId, context, (report, signal) =>
        locks.hold(imageLock(hostId), () => judge(manifest, blobs, report, signal)),
      );
      return { saved };
    },

    async 'images.remove'({ savedId }) {
      const { manifest } = await store.locate(savedId);
      const freedBytes = await locks.hold(imageLock(manifest.host.id), () => store.remove(savedId));
      return { freedBytes };
    },

    async 'images.plan-load'({ savedId, hostId }) {
      const { manifest } = await store.locate(savedId);
      const { docker } = connections.get(hostId);
      const idOf = async (reference: string): Promise<string | null> => {
        try {
          return (await docker.getImage(reference).inspect()).Id;
        } catch (error) {
          if (dockerStatus(error) === 404) return null;
          throw error;
        }
      };
      const { tags, imageId, reference } = manifest.index;
      const found = [];
      for (const tag of tags) found.push({ tag, currentId: await idOf(tag) });
      const isThere = (await idOf(imageId)) !== null && found.every(({ currentId }) => currentId === imageId);
      const bytes = totalOf(manifest);
      const commands = [
        `docker load --quiet < (${reference}, ${manifest.savedAt})`,
        ...tags.filter((tag) => tag !== reference).map((tag) => `docker tag ${reference} ${tag}`),
      ];
      return { plan: { hostId, tags: found, isThere, bytes, commands } };
    },

    async 'images.load'({ savedId, hostId }, context) {
      const { manifest, blobs } = await store.locate(savedId);
      const connection = connections.get(hostId);
      const { reference } = manifest.index;
      const imageId = await runJob('image-load', reference, hostId, context, (report, jobSignal) =>
        locks.hold(imageLock(manifest.host.id), async () => {
          const signal = AbortSignal.any([jobSignal, connection.signal]);
          const docker = await connection.bulkDocker(signal);
          const total = totalOf(manifest);
          try {
            return await loadImage(
              deps,
              docker,
              manifest.index,
              blobs,
              { verified: counting(report, 'verify', total), sent: counting(report, 'upload', total) },
              signal,
              isFar(connection),
            );
          } catch (error) {
            jobSignal.throwIfAborted();
            const host = servicesOf(hostId).hostName;
            if (connection.signal.aborted)
              throw new RondaError('backup.link-lost', { host, step: 'upload' }, { cause: error });
            if (error instanceof RondaError) throw error;
            throw new RondaError(
              'images.load-failed',
              { reference, detail: dockerDetail(error) },
              { cause: error },
            );
          }
        }),
      );
      return { imageId };
    },

    async 'images.plan-push'({ hostId, reference, target }) {
      await inspect(connections.get(hostId), reference);
      const registry = registryOf(target);
      return {
        commands: pushCommands(reference, target),
        registry,
        hasLogin: (await secrets.get(secretOf(registry))) !== null,
      };
    },

    async 'images.push'({ hostId, reference, target }, context) {
      const connection = connections.get(hostId);
      await inspect(connection, reference);
      const login = await loginOf(registryOf(target));
      return runJob('image-push', target, hostId, context, async (report, jobSignal) => {
        const signal = AbortSignal.any([jobSignal, connection.signal]);
        try {
          return await pushImage(
            connection.docker,
            { reference, target, login },
            (doneBytes, totalBytes) => report({ phase: 'upload', doneBytes, totalBytes }),
            signal,
          );
        } catch (error) {
          jobSignal.throwIfAborted();
          if (error instanceof RondaError) throw error;
          const params = { registry: registryOf(target), target, detail: plainDetail(error) };
          throw new RondaError('images.push-failed', params, { cause: error });
        }
      });
    },

    async 'images.set-login'({ registry, login }) {
      if (login === null) await secrets.forget(secretOf(registry));
      else await secrets.put(secretOf(registry), JSON.stringify(login));
      return {};
    },
  };
}

const totalOf = ({ index }: SavedImageManifest): number =>
  index.entries.reduce((sum, { bytes }) => sum + bytes, 0);

/** Turns pieces into progress; what is more than was announced is shown as all of it. */
function counting(
  report: (progress: ProgressReport) => void,
  phase: string,
  totalBytes: number,
): (count: number) => void {
  let doneBytes = 0;
  report({ phase, doneBytes, totalBytes });
  return (count) => {
    doneBytes = Math.min(totalBytes, doneBytes + count);
    report({ phase, doneBytes, totalBytes });
  };
}
