import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ChangingSecrets, Vault } from '../../vault/vault.ts';
import type { ChooseSavePath } from '../../vault/vault-operations.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import type { FindServices, HostServices } from '../files/find-sources.ts';
import { messageOf } from '../take/take-backup.ts';
import { findSnapshot, keepFound, readRecord, valuesOf, viewOf } from './environment-record.ts';
import { createExportHandlers } from './export-handlers.ts';
import { readEnvironment } from './read-environment.ts';
import { createRestoreHandlers } from './restore-handlers.ts';

export type EnvironmentOperation =
  `env.${'snapshot' | 'history' | 'reveal' | 'export' | 'plan-restore' | 'restore'}`;

export interface EnvironmentDeps {
  readonly connections: HostConnections;
  readonly findServices: FindServices;
  readonly vault: ChangingSecrets & Pick<Vault, 'state'>;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Null where there is no desktop. */
  readonly chooseSavePath: ChooseSavePath | null;
}

const subject = '.env';

/** No id of a database has a slash. */
const environmentLock = (hostId: string) => ({
  hostId,
  serviceId: 'environment',
  databaseId: 'environment/run',
});

export function createEnvironmentHandlers(deps: EnvironmentDeps): Handlers<EnvironmentOperation> {
  const { connections, findServices, vault, locks, jobs, clock, onJournal } = deps;

  /** @throws RondaError `common.not-found` */
  function hostOf(hostId: string): HostServices {
    const host = findServices(hostId);
    if (!host) throw new RondaError('common.not-found', { what: hostId });
    return host;
  }

  /** @throws RondaError `vault.locked` */
  function requireNotLocked(): void {
    if (vault.state() === 'locked') throw new RondaError('vault.locked');
  }

  /** @throws RondaError `vault.locked`, `env.damaged` */
  async function recordOf(hostId: string) {
    requireNotLocked();
    return readRecord(vault, hostId);
  }

  async function snapshot(hostId: string, jobSignal: AbortSignal) {
    const connection = connections.get(hostId);
    const signal = AbortSignal.any([jobSignal, connection.signal]);
    const read = await readEnvironment(connection.docker, hostOf(hostId), signal);
    signal.throwIfAborted();
    const kept = await keepFound(vault, hostId, read.found, clock.now());
    return {
      added: kept.added,
      unchanged: kept.unchanged,
      leftOut: [...read.leftOut, ...kept.leftOut].map(({ what, why }) => ({ what, why: why.toShape() })),
      unread: read.unread,
    };
  }

  return {
    async 'env.snapshot'({ hostId }, context) {
      const entry = { hostId, serviceId: '' };
      try {
        // Better told before the server is asked than after.
        requireNotLocked();
        const result = await jobs.run(
          'backup',
          subject,
          hostId,
          (_report, signal) => locks.hold(environmentLock(hostId), () => snapshot(hostId, signal)),
          {
            signal: context.signal,
            onProgress: (progress) => {
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        for (const { name, snapshot } of result.added)
          onJournal({ ...entry, event: 'backup-taken', text: `environment: ${name}, snapshot ${snapshot}` });
        return result;
      } catch (error) {
        onJournal({ ...entry, event: 'backup-failed', text: `environment: ${messageOf(error)}` });
        throw error;
      }
    },

    async 'env.history'({ hostId }) {
      const { histories } = await recordOf(hostId);
      return { histories: histories.map(viewOf).sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },

    async 'env.reveal'({ hostId, historyId, snapshot, name }) {
      const { history, kept } = findSnapshot(await recordOf(hostId), historyId, snapshot);
      const found = valuesOf(kept.content).find(([each]) => each === name);
      if (!found) throw new RondaError('env.unknown-name', { name });
      const serviceId = history.source.kind === 'service' ? history.source.name : '';
      const text = `environment: ${name} of ${history.source.name}, snapshot ${snapshot}`;
      onJournal({ hostId, serviceId, event: 'value-revealed', text });
      return { value: found[1] };
    },

    ...createExportHandlers({ ...deps, recordOf }),
    ...createRestoreHandlers({ ...deps, recordOf, hostOf, lockOf: environmentLock }),
  };
}
