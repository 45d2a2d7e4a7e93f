import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Clock } from '../../platform/clock.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { archiveLock } from '../files/archive-paths.ts';
import { type FindServices, findSources } from '../files/find-sources.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { messageOf } from '../take/take-backup.ts';
import { type DataRepository, dataLock, openHostRepository, withScratch } from './data-repository.ts';
import { isJson } from './describe-change.ts';
import { maxFiles, maxTotalBytes, readJsonFiles } from './read-json-files.ts';

export type DataHistoryOperation = 'data.snapshot' | 'data.history' | 'data.show';

export interface DataHistoryDeps extends OpenStoredDeps {
  readonly connections: HostConnections;
  readonly findServices: FindServices;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly backupFolder: () => string;
  /** Where a host's commits are pushed to; null: nowhere. */
  readonly remoteOf: (hostId: string) => Promise<string | null>;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

const subject = 'JSON';

/** JSON data as commits: one repository a host. */
export function createDataHistoryHandlers(deps: DataHistoryDeps): Handlers<DataHistoryOperation> {
  const { connections, findServices, locks, jobs, clock } = deps;
  const open = (hostId: string, signal: AbortSignal): Promise<[DataRepository, string]> =>
    openHostRepository(deps, deps.backupFolder(), hostId, signal);

  async function snapshot(hostId: string, jobSignal: AbortSignal) {
    const connection = connections.get(hostId);
    const signal = AbortSignal.any([jobSignal, connection.signal]);
    const host = findServices(hostId);
    if (!host) throw new RondaError('common.not-found', { what: hostId });
    const [repository, folder] = await open(hostId, signal);
    const before = await repository.filesAt();
    const files = new Map(Object.entries(before));
    const broken: string[] = [];
    const leftOut: string[] = [];
    const unread: string[] = [];
    return withScratch(folder, async (scratch) => {
      let room = maxTotalBytes;
      for (const service of host.services) {
        if (service.runsAs !== 'container') continue;
        const sources = await findSources(connection.docker, hostId, host, service, signal);
        if (sources.length === 0) unread.push(service.id);
        for (const found of sources) {
          const { serviceId, sourceId } = found.source;
          const prefix = `${serviceId}/${sourceId}/`;
          const read = await locks.hold(archiveLock(found.source), () =>
            readJsonFiles(connection.docker, host.hostName, found, scratch, signal, room),
          );
          room -= read.bytes;
          // What was not looked at keeps its last version: it is not known to be gone.
          const kept = new Set(read.leftOut.map(({ path }) => prefix + path));
          for (const path of files.keys())
            if (read.isWhole && path.startsWith(prefix) && !kept.has(path)) files.delete(path);
          for (const [path, text] of Object.entries(read.files)) {
            files.set(prefix + path, text);
            if (!isJson(text)) broken.push(prefix + path);
          }
          leftOut.push(...read.leftOut.map(({ path, why }) => `${prefix}${path}: ${why}`));
          if (!read.isWhole) leftOut.push(`${prefix}: more than the first ${maxFiles} files`);
        }
      }
      const notes = [
        ...broken.map((path) => `broken JSON, kept as it is: ${path}`),
        ...leftOut.map((line) => `left out: ${line}`),
      ];
      signal.throwIfAborted();
      const commit = await repository.commit(Object.fromEntries(files), new Date(clock.now()), notes);
      return { commit, files: files.size, broken, leftOut, unread };
    });
  }

  return {
    async 'data.snapshot'({ hostId }, context) {
      const entry = { hostId, serviceId: '' };
      try {
        const result = await jobs.run(
          'backup',
          subject,
          hostId,
          (_report, signal) => locks.hold(dataLock(hostId), () => snapshot(hostId, signal)),
          {
            signal: context.signal,
            onProgress: (progress) => {
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        if (result.commit)
          deps.onJournal({ ...entry, event: 'backup-taken', text: `JSON data: ${result.commit}` });
        return result;
      } catch (error) {
        deps.onJournal({ ...entry, event: 'backup-failed', text: `JSON data: ${messageOf(error)}` });
        throw error;
      }
    },
    async 'data.history'({ hostId, limit }, { signal }) {
      const [repository] = await open(hostId, signal);
      const [commits, pushed] = await Promise.all([repository.log(limit), repository.pushed()]);
      return { commits, remote: await deps.remoteOf(hostId), pushed };
    },
    async 'data.show'({ hostId, commit, path }, { signal }) {
      const [repository] = await open(hostId, signal);
      const files = await repository.filesAt(commit);
      const paths = Object.keys(files).sort();
      if (path === undefined) return { paths, text: null };
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text === undefined) throw new RondaError('data.no-file');
      return { paths: [path], text };
    },
  };
}
