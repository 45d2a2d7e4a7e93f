import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '../../shared/domain/backup.ts';
import type { HostConfig } from '../../shared/domain/host.ts';
import type { JobProgress } from '../../shared/domain/job.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { OperationContext } from '../../shared/operation.ts';
import type { TakeInCopy } from '../backup/take/take-in-copy.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { readServer, type ServerFacts } from '../server-task/server.ts';
import { sha256 } from '../server-task/server-files.ts';
import type { Remote } from '../storage/remote.ts';
import { chooseFetch, isFetched } from './choose-fetch.ts';
import { fetchCopy } from './fetch-copy.ts';
import { insideName, type MadeCopyPlan, makeCopyPlan, scriptName } from './make-plan.ts';
import { placeCopies, takeCopiesAway } from './place-copy.ts';
import { type FoundCopy, readCopies } from './read-copies.ts';
import { readCopyStatus } from './read-status.ts';
import type { createServerCopyRepository } from './server-copy-repository.ts';

export type ServerCopyOperation =
  | 'server-copy.plan'
  | 'server-copy.place'
  | 'server-copy.status'
  | 'server-copy.remove'
  | 'server-copy.fetch';

export interface ServerCopyPorts {
  readonly connections: HostConnections;
  /** @throws RondaError `common.not-found` */
  readonly configOf: (hostId: string) => HostConfig;
  readonly profileOf: (hostId: string) => Profile | null;
  readonly repository: Remote<{ copies: ReturnType<typeof createServerCopyRepository> }>['copies'];
  readonly backups: () => readonly Backup[];
  /** Makes a backup of a copy that came from elsewhere: checked, named, in the catalogue. */
  readonly takeIn: TakeInCopy;
  /** The texts of `resources/server-copy`. */
  readonly readScripts: () => Promise<{ readonly script: string; readonly inside: string }>;
  readonly clock: Clock;
  readonly log: Log;
  /** Only the process that runs schedules fetches by itself. */
  readonly isLeaseHolder: () => boolean;
}

/** @param resources the folder that holds `server-copy/` */
export function readCopyScripts(resources: string): ServerCopyPorts['readScripts'] {
  const read = (name: string): Promise<string> => readFile(join(resources, 'server-copy', name), 'utf8');
  return async () => ({ script: await read(scriptName), inside: await read(insideName) });
}

export interface ServerCopy {
  readonly handlers: Handlers<ServerCopyOperation>;
  /** From now on fetches what the servers copied, at each connection and each hour. */
  start(): void;
  stop(): void;
}

/** The first words of a new connection belong to the checks. */
const firstLookMs = 15_000;
const lookEveryMs = 3_600_000;

/** Copies that the server makes by itself, and what the console does with them. */
export function createServerCopy(ports: ServerCopyPorts): ServerCopy {
  const { connections, repository, clock, log } = ports;
  const ends: (() => void)[] = [];
  const closing = new AbortController();

  /** @throws RondaError `server-copy.not-offered` */
  function sshTarget(hostId: string) {
    const { target, name } = ports.configOf(hostId);
    if (target.kind !== 'ssh') throw new RondaError('server-copy.not-offered');
    return { target, name };
  }
  const live = (hostId: string): HostConnection | null => {
    try {
      return connections.get(hostId);
    } catch (error) {
      if (error instanceof RondaError) return null;
      throw error;
    }
  };

  async function plan(
    hostId: string,
    choice: { readonly at: string; readonly keep: number },
    signal: AbortSignal,
  ): Promise<{ made: MadeCopyPlan; facts: ServerFacts; connection: HostConnection }> {
    const { target } = sshTarget(hostId);
    const profile = ports.profileOf(hostId);
    if (!profile) throw new RondaError('profile.unknown', { profile: ports.configOf(hostId).profileId });
    const connection = connections.get(hostId);
    const facts = await readServer(connection, signal);
    const placed = await repository.find(hostId);
    const made = makeCopyPlan({
      hostId,
      target,
      profile,
      ...choice,
      ...(await ports.readScripts()),
      facts,
      placed,
    });
    return { made, facts, connection };
  }

  async function status(hostId: string, signal: AbortSignal) {
    const placed = await repository.find(hostId);
    const backups = ports.backups();
    return readCopyStatus(hostId, {
      isOffered: ports.configOf(hostId).target.kind === 'ssh',
      placed,
      connection: live(hostId),
      plan: async () => (await plan(hostId, placed ?? { at: '02:17', keep: 7 }, signal)).made,
      isFetched: (copy) => isFetched(hostId, copy, backups),
      now: () => clock.now(),
      signal,
    });
  }

  async function fetch(
    hostId: string,
    folder: string,
    copy: FoundCopy,
    context: Pick<OperationContext<JobProgress>, 'signal' | 'emit'>,
  ): Promise<Backup> {
    const connection = connections.get(hostId);
    const { serviceId, databaseId, takenAt, sourcePath, container } = copy;
    return ports.takeIn(
      {
        key: { hostId, serviceId, databaseId },
        hostName: ports.configOf(hostId).name,
        sourcePath,
        takenAt,
        reason: 'scheduled',
        method: 'server-copy',
        container,
        owner: null,
        transferredBytes: null,
      },
      (incoming, report, signal) =>
        fetchCopy(connection, folder, copy, incoming, report, AbortSignal.any([signal, connection.signal])),
      context,
    );
  }

  async function lookOnce(hostId: string, connection: HostConnection): Promise<void> {
    const placed = await repository.find(hostId);
    if (!placed || !ports.isLeaseHolder()) return;
    const signal = AbortSignal.any([connection.signal, closing.signal]);
    const report = await readCopies(connection, placed.folder, signal);
    if (!report) return log.warn('the copies of a server are gone', { hostId, folder: placed.folder });
    for (const copy of chooseFetch(hostId, report.copies, ports.backups())) {
      const emit = async (): Promise<void> => undefined;
      await fetch(hostId, placed.folder, copy, { signal, emit });
    }
  }

  async function attend(hostId: string, connection: HostConnection): Promise<void> {
    const signal = AbortSignal.any([connection.signal, closing.signal]);
    await clock.sleep(firstLookMs, signal);
    for (;;) {
      await lookOnce(hostId, connection).catch((error) => {
        // The job says it too; the next hour tries again.
        if (!signal.aborted) log.warn('a copy of a server was not fetched', { hostId, error });
      });
      await clock.sleep(lookEveryMs, signal);
    }
  }

  return {
    handlers: {
      'server-copy.plan': async ({ hostId, at, keep }, { signal }) =>
        (await plan(hostId, { at, keep }, signal)).made.shown,
      'server-copy.place': async ({ hostId, at, keep, digest }, { signal, emit }) => {
        const { made, facts, connection } = await plan(hostId, { at, keep }, signal);
        if (made.shown.digest !== digest) throw new RondaError('server-task.plan-changed');
        await placeCopies(made, facts, { connection, log, signal, stage: (stage) => emit({ stage }) });
        const { folder, version } = made.shown;
        const files = Object.fromEntries(made.files.map(({ name, text }) => [name, sha256(text)]));
        await repository.put({ hostId, version, folder, placedAt: clock.now(), at, keep, files });
        return status(hostId, signal);
      },
      'server-copy.status': ({ hostId }, { signal }) => status(hostId, signal),
      'server-copy.remove': async ({ hostId, withCopies }, { signal, emit }) => {
        sshTarget(hostId);
        const placed = await repository.find(hostId);
        if (placed) {
          const connection = connections.get(hostId);
          const { crontab } = await readServer(connection, signal);
          const stage = (stage: Parameters<typeof emit>[0]['stage']): Promise<void> => emit({ stage });
          await takeCopiesAway(placed, withCopies, crontab, { connection, log, signal, stage });
          await repository.remove(hostId);
        }
        return status(hostId, signal);
      },
      'server-copy.fetch': async ({ hostId, serviceId, databaseId, stamp }, context) => {
        const placed = await repository.find(hostId);
        const report = placed && (await readCopies(connections.get(hostId), placed.folder, context.signal));
        const copy = report?.copies.find(
          (one) => one.serviceId === serviceId && one.databaseId === databaseId && one.stamp === stamp,
        );
        if (!placed || !copy) throw new RondaError('server-copy.unknown');
        return { backup: await fetch(hostId, placed.folder, copy, context) };
      },
    },
    start() {
      ends.push(
        connections.subscribe((hostId, connection) => {
          if (!connection) return;
          attend(hostId, connection).catch((error) => {
            if (!connection.signal.aborted && !closing.signal.aborted)
              log.error('the copies of a server are no longer looked at', { hostId, error });
          });
        }),
      );
    },
    stop() {
      closing.abort();
      for (const end of ends.splice(0)) end();
    },
  };
}
