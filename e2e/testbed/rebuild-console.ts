import { readFileSync } from 'node:fs';
import { createDatabaseLocks } from '../../src/core/backup/database-locks.ts';
import { createImageHandlers } from '../../src/core/backup/images/image-handlers.ts';
import { createImageStore } from '../../src/core/backup/images/image-store.ts';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { createInspector } from '../../src/core/backup/inspect/inspector.ts';
import { createRebuildHandlers } from '../../src/core/backup/rebuild/rebuild-handlers.ts';
import { plainStorage } from '../../src/core/backup/stored/backup-keys.ts';
import { createArchiveConsole } from '../../src/core/backup/testing/archive-console.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { systemClock } from '../../src/core/platform/clock.ts';
import { silentLog } from '../../src/core/platform/log.ts';
import { parseProfile } from '../../src/core/profile/parse-profile.ts';
import { createConsole } from './backup-bed.ts';

const profile = parseProfile(
  readFileSync(new URL('../../resources/profiles/prisma-rt04.yaml', import.meta.url), 'utf8'),
  'prisma-rt04.yaml',
);

/** The rebuild feature as an application would put it together, over connections that a test may exchange. */
export function createRebuildConsole(
  hostId: string,
  connections: ReadonlyMap<string, HostConnection>,
  backups: string,
  secrets: Map<string, string>,
): ReturnType<typeof createRebuildHandlers> {
  const port = {
    get: (id: string): HostConnection => {
      const connection = connections.get(id);
      if (!connection) throw new Error(`no host ${id}`);
      return connection;
    },
    subscribe: () => () => undefined,
  };
  const findServices = (id: string) => ({
    hostName: id,
    services: profile.services,
    project: profile.compose.project ?? null,
  });
  const backup = createConsole(port.get(hostId), backups, {
    connections: port,
    findDatabase: (_hostId, serviceId, databaseId) => {
      const service = profile.services.find(({ id }) => id === serviceId);
      const database = service?.databases.find(({ id }) => id === databaseId);
      return service && database ? { hostName: 'RT 04', service, database, project: null } : null;
    },
  });
  const archives = createArchiveConsole(port.get(hostId), backups, { connections: port, findServices });
  const store = createImageStore(() => backups);
  const locks = createDatabaseLocks({ withLease: (_resource, work) => work() });
  const vault = {
    get: async (name: string) => secrets.get(name) ?? null,
    put: async (name: string, value: string) => void secrets.set(name, value),
    forget: async (name: string) => void secrets.delete(name),
  };
  const shared = {
    connections: port,
    findServices,
    locks,
    jobs: backup.jobs,
    clock: systemClock,
    secrets: vault,
  };
  const inspector = createInspector(createForkSpawner());
  const stored = { inspector, keys: plainStorage };
  const images = createImageHandlers({ ...shared, ...stored, store, backupFolder: () => backups });
  return createRebuildHandlers({
    ...shared,
    catalogue: backup.feature.catalogue,
    archives: archives.feature.catalogue,
    images: store,
    ...stored,
    log: silentLog,
    checkHealth: null,
    composeFileOf: () => null,
    userHome: '/nowhere',
    profileIdOf: () => 'prisma-rt04',
    onJournal: () => undefined,
    take: { ...backup.feature.handlers, ...archives.feature.handlers, ...images },
  });
}
