import { posix } from 'node:path';
import type { AddedDatabases } from '../../../shared/domain/discovery.ts';
import type { DatabaseSpec } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { type FindServices, type HostServices, requireService } from '../files/find-sources.ts';
import { discoverDatabases } from './discover-databases.ts';

export type DiscoveryOperation = `backup.${'discover' | 'adopt' | 'unadopt'}`;

export interface DiscoveryDeps {
  readonly connections: HostConnections;
  readonly findServices: FindServices;
  readonly profileIdOf: (hostId: string) => string;
  readonly addDatabase: (profileId: string, serviceId: string, database: DatabaseSpec) => Promise<void>;
  /** What was added so, by service. */
  readonly addedDatabases: (profileId: string) => AddedDatabases;
  readonly removeDatabase: (profileId: string, serviceId: string, databaseId: string) => Promise<void>;
  /** Names of the other hosts that are run by the same manual. */
  readonly sharedWith: (hostId: string) => readonly string[];
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

/** Finds databases that the manual does not name, adds them to it, and takes added ones out again. */
export function createDiscoveryHandlers(deps: DiscoveryDeps): Handlers<DiscoveryOperation> {
  function requireHost(hostId: string): HostServices {
    const host = deps.findServices(hostId);
    if (host) return host;
    throw new RondaError('common.not-found', { what: hostId });
  }

  function addedOf(hostId: string, only: string | undefined) {
    return Object.entries(deps.addedDatabases(deps.profileIdOf(hostId))).flatMap(([serviceId, databases]) =>
      only === undefined || only === serviceId ? databases.map((database) => ({ serviceId, database })) : [],
    );
  }

  return {
    async 'backup.discover'({ hostId, serviceId, includeStopped }, context) {
      if (serviceId !== undefined) requireService(deps.findServices, { hostId, serviceId });
      const connection = deps.connections.get(hostId);
      const signal = AbortSignal.any([context.signal, connection.signal]);
      const options = { only: serviceId, includeStopped };
      const found = await discoverDatabases(connection.docker, hostId, requireHost(hostId), options, signal);
      return {
        databases: [...found.databases],
        unread: [...found.unread],
        isWhole: found.isWhole,
        added: addedOf(hostId, serviceId),
        sharedWith: [...deps.sharedWith(hostId)],
      };
    },

    async 'backup.adopt'({ hostId, serviceId, path, id }, context) {
      const { service } = requireService(deps.findServices, { hostId, serviceId });
      const connection = deps.connections.get(hostId);
      const signal = AbortSignal.any([context.signal, connection.signal]);
      const host = requireHost(hostId);
      const options = { only: serviceId, includeStopped: true };
      const { databases } = await discoverDatabases(connection.docker, hostId, host, options, signal);
      const wanted = posix.normalize(path);
      const found = databases.find((each) => each.serviceId === serviceId && each.path === wanted);
      const file = plainDetail(wanted);
      if (!found) throw new RondaError('backup.not-discovered', { path: file, service: serviceId });
      if (found.named)
        throw new RondaError('backup.already-named', {
          path: file,
          database: found.named.databaseId,
          service: found.named.serviceId,
        });
      if (found.content !== 'sqlite') throw new RondaError('backup.not-sqlite', { file });
      if (service.databases.some((own) => own.id === id))
        throw new RondaError('backup.id-taken', { database: id, service: serviceId });
      const database: DatabaseSpec = { id, engine: 'sqlite', path: wanted, volume: found.volume };
      const profileId = deps.profileIdOf(hostId);
      await deps.addDatabase(profileId, serviceId, database);
      deps.onJournal({ hostId, serviceId, event: 'database-adopted', text: `${serviceId}/${id}` });
      return { profileId, database };
    },

    // The server is not asked: one that went from it is what is most often taken out.
    async 'backup.unadopt'({ hostId, serviceId, databaseId }) {
      const isAdded = addedOf(hostId, serviceId).some(({ database }) => database.id === databaseId);
      if (!isAdded) throw new RondaError('backup.not-added', { database: databaseId, service: serviceId });
      const profileId = deps.profileIdOf(hostId);
      await deps.removeDatabase(profileId, serviceId, databaseId);
      deps.onJournal({
        hostId,
        serviceId,
        event: 'database-unadopted',
        text: `${serviceId}/${databaseId}`,
      });
      return { profileId };
    },
  };
}
