import type { Archive } from '../../../shared/domain/archive.ts';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { OperationContext } from '../../../shared/operation.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { JobOptions, Jobs } from '../../jobs/jobs.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { messageOf } from '../take/take-backup.ts';
import { archiveLock } from './archive-paths.ts';
import { findSources, requireSource } from './find-sources.ts';
import { holdForRestore } from './hold-source.ts';
import { keepArchive } from './keep-archive.ts';
import { planArchiveRestore } from './plan-archive-restore.ts';
import { type ArchiveRestoreDeps, runArchiveRestore } from './run-archive-restore.ts';
import { withVerified } from './verify-archive.ts';

export type ArchiveOperation =
  | 'archive.list'
  | 'archive.sources'
  | 'archive.take'
  | 'archive.verify'
  | 'archive.remove'
  | 'archive.plan-restore'
  | 'archive.restore';

export interface ArchiveHandlerDeps extends ArchiveRestoreDeps {
  readonly connections: HostConnections;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Resolves when what was interrupted on a host has been looked after, whatever came of it. */
  readonly whenRecovered: (hostId: string, signal: AbortSignal) => Promise<void>;
}

/** Progress goes to whoever asked; one that is slow to take it must not slow the job. */
function jobOptions(context: OperationContext<JobProgress>): JobOptions {
  return {
    signal: context.signal,
    onProgress: (progress) => {
      context.emit(progress).catch(() => undefined);
    },
  };
}

const subjectOf = ({ serviceId, mountPath }: Pick<Archive, 'serviceId' | 'mountPath'>): string =>
  `${serviceId} · ${mountPath}`;

export function createArchiveHandlers(deps: ArchiveHandlerDeps): Handlers<ArchiveOperation> {
  const { catalogue, connections, findServices, jobs, locks, clock, whenRecovered } = deps;
  const journal = (
    { hostId, serviceId }: { readonly hostId: string; readonly serviceId: string },
    event: BackupJournalEntry['event'],
    text: string,
  ): void => deps.onJournal({ hostId, serviceId, event, text });

  return {
    'archive.list': (filter) => catalogue.list(filter),

    async 'archive.sources'({ hostId }, { signal }) {
      const { docker } = connections.get(hostId);
      const host = findServices(hostId);
      const sources = [];
      for (const service of host?.services ?? []) {
        if (!host) break;
        for (const { source } of await findSources(docker, hostId, host, service, signal))
          sources.push(source);
      }
      return { sources };
    },

    async 'archive.take'(key, context) {
      const connection = connections.get(key.hostId);
      await whenRecovered(key.hostId, context.signal);
      const found = await requireSource(connection.docker, key, findServices, context.signal);
      const { source, container, host } = found;
      const subject = subjectOf(source);
      try {
        const archive = await jobs.run(
          'backup',
          subject,
          key.hostId,
          (report, jobSignal) =>
            locks.hold(archiveLock(key), async () => {
              const signal = AbortSignal.any([jobSignal, connection.signal]);
              const docker = await connection.bulkDocker(signal);
              const { kind, name, mountPath, sourceId: id } = source;
              try {
                const taken = await keepArchive(
                  { ...deps, docker, now: clock.now, backupFolder: deps.backupFolder() },
                  {
                    key,
                    hostName: host.hostName,
                    source: { id, kind, name, mountPath },
                    container,
                    reason: 'manual',
                  },
                  'copy',
                  report,
                  signal,
                );
                const failed = taken.steps.find(({ ok }) => !ok);
                if (!failed) return taken;
                throw new RondaError('archive.unverified', { detail: failed.detail, file: taken.file });
              } catch (error) {
                if (!connection.signal.aborted || jobSignal.aborted) throw error;
                const params = { host: host.hostName, step: 'copy' };
                throw new RondaError('backup.link-lost', params, { cause: error });
              }
            }),
          jobOptions(context),
        );
        journal(key, 'backup-taken', `${subject}: ${archive.file}`);
        return { archive };
      } catch (error) {
        const unverified = error instanceof RondaError && error.code === 'archive.unverified';
        journal(key, unverified ? 'backup-unverified' : 'backup-failed', `${subject}: ${messageOf(error)}`);
        throw error;
      }
    },

    async 'archive.verify'({ archiveId }, context) {
      const { archive } = await catalogue.locate(archiveId);
      const verified = await jobs.run(
        'verify',
        subjectOf(archive),
        archive.hostId,
        (report, signal) =>
          locks.hold(archiveLock(archive), () =>
            withVerified(
              { ...deps, now: clock.now },
              archiveId,
              report,
              signal,
              async ({ archive: judged }) => judged,
            ),
          ),
        jobOptions(context),
      );
      return { archive: verified };
    },

    async 'archive.remove'({ archiveId }) {
      const archive = await catalogue.find(archiveId);
      await locks.hold(archiveLock(archive), () => catalogue.remove(archiveId));
      deps.log.info('an archive was removed', { file: archive.file });
      return {};
    },

    async 'archive.plan-restore'({ archiveId }, { signal }) {
      const { archive } = await catalogue.locate(archiveId);
      const connection = connections.get(archive.hostId);
      await whenRecovered(archive.hostId, signal);
      return { plan: (await planArchiveRestore(deps, connection, archiveId, signal)).plan };
    },

    async 'archive.restore'({ archiveId, planId, reason }, context) {
      const { archive } = await catalogue.locate(archiveId);
      const { hostId } = archive;
      const connection = connections.get(hostId);
      await whenRecovered(hostId, context.signal);
      const subject = subjectOf(archive);
      const why = reason === '' ? '' : ` (${reason})`;
      try {
        const { databaseIds } = await planArchiveRestore(deps, connection, archiveId, context.signal);
        const result = await jobs.run(
          'restore',
          subject,
          hostId,
          (report, signal) =>
            holdForRestore(deps, connection, archive, databaseIds, () =>
              runArchiveRestore(deps, connection, { archiveId, planId }, report, signal),
            ),
          jobOptions(context),
        );
        const detail =
          result.outcome === 'restored' ? `restored from ${archiveId}` : `rolled back: ${result.reason}`;
        journal(archive, result.outcome, `${subject}: ${detail}${why}`);
        return { result };
      } catch (error) {
        journal(archive, 'restore-failed', `${subject}: ${messageOf(error)}${why}`);
        throw error;
      }
    },
  };
}
