import type { JobProgress } from '../../../shared/domain/job.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { OperationContext } from '../../../shared/operation.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { BackupJournalEntry, BackupOperation } from '../backup-handlers.ts';
import { nginxFolder } from '../configuration/configuration-paths.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import type { ArchiveOperation } from '../files/archive-handlers.ts';
import type { FindServices, HostServices } from '../files/find-sources.ts';
import type { ImageOperation } from '../images/image-handlers.ts';
import { messageOf } from '../take/take-backup.ts';
import { fillsOf, type Supplies, type VolumeFill, viewOf } from './kit-material.ts';
import { type PlannedRebuild, planRebuild } from './plan-rebuild.ts';
import { type KitSecrets, keepKit, type RebuildKit, readKit } from './rebuild-kit.ts';
import { type RebuildDeps, runRebuild } from './run-rebuild.ts';
import { takeKit } from './take-kit.ts';

export type RebuildOperation = `rebuild.${'kit' | 'take-kit' | 'prepare' | 'plan' | 'run'}`;

export interface RebuildHandlerDeps extends RebuildDeps {
  readonly connections: HostConnections;
  readonly findServices: FindServices;
  /** The Compose file that the manual of a host names. */
  readonly composeFileOf: (hostId: string) => string | null;
  /** The home folder on this computer. */
  readonly userHome: string;
  readonly profileIdOf: (hostId: string) => string | null;
  readonly secrets: KitSecrets;
  readonly jobs: Jobs;
  readonly locks: DatabaseLocks;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Takes what is missing. */
  readonly take: Pick<
    Handlers<BackupOperation | ArchiveOperation | ImageOperation>,
    'backup.create' | 'archive.take' | 'archive.sources' | 'images.save'
  >;
}

interface Known {
  readonly kit: RebuildKit;
  readonly host: HostServices;
  readonly supplies: Supplies;
  readonly fills: VolumeFill[];
}

/** One rebuild onto a host at a time: no id of a database has a slash. */
const rebuildLock = (hostId: string) => ({ hostId, serviceId: 'rebuild', databaseId: 'rebuild/run' });

export function createRebuildHandlers(deps: RebuildHandlerDeps): Handlers<RebuildOperation> {
  const { connections, findServices, secrets, jobs, locks, take } = deps;

  const servicesOf = (hostId: string): HostServices =>
    findServices(hostId) ?? { hostName: hostId, services: [], project: null };

  async function withSupplies(kit: RebuildKit): Promise<Known> {
    const hostId = kit.host.id;
    const host = servicesOf(hostId);
    const supplies: Supplies = {
      images: (await deps.images.list(hostId)).saved,
      archives: (await deps.archives.list({ hostId })).archives,
      backups: await deps.catalogue.list(),
    };
    return { kit, host, supplies, fills: fillsOf(kit, host, supplies) };
  }

  /** @throws RondaError `rebuild.no-kit` */
  async function known(hostId: string): Promise<Known> {
    const kit = await readKit(secrets, hostId);
    if (!kit) throw new RondaError('rebuild.no-kit', { host: servicesOf(hostId).hostName });
    return withSupplies(kit);
  }

  async function plan(
    { kit, host, fills, supplies }: Known,
    targetHostId: string,
    signal: AbortSignal,
  ): Promise<PlannedRebuild> {
    const target = {
      hostId: targetHostId,
      hostName: servicesOf(targetHostId).hostName,
      hasSameProfile: deps.profileIdOf(kit.host.id) === deps.profileIdOf(targetHostId),
      docker: connections.get(targetHostId).docker,
    };
    return planRebuild(kit, host, fills, supplies, target, signal);
  }

  async function takeAndKeep(hostId: string, signal: AbortSignal): Promise<Known> {
    const host = servicesOf(hostId);
    const kit = await takeKit(
      connections.get(hostId),
      hostId,
      { host, composeFile: deps.composeFileOf(hostId), userHome: deps.userHome, nginxFolder },
      deps.clock.now(),
      signal,
    );
    await keepKit(secrets, kit);
    return withSupplies(kit);
  }

  const view = ({ kit, fills, supplies }: Known) => ({ kit: viewOf(kit, fills, supplies) });

  return {
    async 'rebuild.kit'({ hostId }) {
      const kit = await readKit(secrets, hostId);
      return kit ? view(await withSupplies(kit)) : { kit: null };
    },

    'rebuild.take-kit': async ({ hostId }, { signal }) => view(await takeAndKeep(hostId, signal)),

    async 'rebuild.prepare'({ hostId }, context) {
      const { kit, fills } = await takeAndKeep(hostId, context.signal);
      const { kit: shown } = view(await withSupplies(kit));
      for (const { kind, name, serviceId } of shown.gaps) {
        context.signal.throwIfAborted();
        if (kind === 'image') {
          const [container] = kit.containers.filter(({ image }) => image === name);
          const reference = container ? await savableName(hostId, container) : name;
          await take['images.save']({ hostId, reference }, context);
        }
        if (kind === 'database') {
          const service = servicesOf(hostId).services.find(({ id }) => id === serviceId);
          const database = service?.databases.find(({ path }) => path === name);
          if (database) await take['backup.create']({ hostId, serviceId, databaseId: database.id }, context);
        }
      }
      await takeFolders(hostId, fills, context);
      return view(await withSupplies(kit));
    },

    async 'rebuild.plan'({ hostId, targetHostId }, { signal }) {
      return { plan: (await plan(await known(hostId), targetHostId, signal)).plan };
    },

    async 'rebuild.run'({ hostId, targetHostId, planId, reason }, context) {
      const found = await known(hostId);
      const connection = connections.get(targetHostId);
      const { hostName } = servicesOf(targetHostId);
      const why = reason === '' ? '' : ` (${reason})`;
      const journal = (event: BackupJournalEntry['event'], text: string): void =>
        deps.onJournal({ hostId: targetHostId, serviceId: 'rebuild', event, text: `${text}${why}` });
      try {
        const result = await jobs.run(
          'rebuild',
          hostName,
          targetHostId,
          (report, signal) =>
            locks.hold(rebuildLock(targetHostId), async () => {
              const planned = await plan(found, targetHostId, signal);
              if (planned.plan.planId !== planId) throw new RondaError('rebuild.plan-outdated');
              return runRebuild(deps, connection, { ...found, planned, hostName }, report, signal);
            }),
          {
            signal: context.signal,
            onProgress: (progress) => {
              // One that is slow to take it must not slow the job.
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        journal('restored', `rebuilt from what was kept of ${found.kit.host.name}`);
        return { result };
      } catch (error) {
        journal('restore-failed', `rebuild of ${found.kit.host.name}: ${messageOf(error)}`);
        throw error;
      }
    },
  };

  /** The name of the very image that a container runs on: its tag may have moved on. */
  async function savableName(
    hostId: string,
    { image, imageId }: RebuildKit['containers'][number],
  ): Promise<string> {
    const tagged = await connections
      .get(hostId)
      .docker.getImage(image)
      .inspect()
      .catch(() => null);
    return tagged?.Id === imageId ? image : imageId;
  }

  /** Volumes and folders, fresh: what lies beside the databases changes every day. */
  async function takeFolders(
    hostId: string,
    fills: readonly VolumeFill[],
    context: OperationContext<JobProgress>,
  ): Promise<void> {
    const { sources } = await take['archive.sources'](
      { hostId },
      { ...context, emit: async () => undefined },
    );
    for (const { name } of fills) {
      context.signal.throwIfAborted();
      const source = sources.find((each) => each.name === name && each.inner.length === 0);
      if (!source) continue;
      const { serviceId, sourceId } = source;
      await take['archive.take']({ hostId, serviceId, sourceId }, context);
    }
  }
}
