import { z } from 'zod';
import { DiscoveredDatabase } from '../domain/discovery.ts';
import { FilePath } from '../domain/host.ts';
import { DatabaseSpec } from '../domain/profile.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

/** Databases that lie in the volumes of the services, whether the manual names them or not. */
export const backupDiscoveryOperations = {
  /** Only looks: the first 16 bytes of files, to some depth and number. */
  'backup.discover': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id.optional(),
      /** Also services that stand still, by a helper container that has their volumes read-only for a moment. */
      includeStopped: z.boolean().default(false),
    }),
    output: z.object({
      databases: z.array(DiscoveredDatabase),
      /** Services that could not be looked into, and why. */
      unread: z.array(
        z.object({ serviceId: Id, why: z.enum(['no-container', 'stopped', 'no-tools', 'failed']) }),
      ),
      /** False: there may be more than were looked at. */
      isWhole: z.boolean(),
      /** What was added to the host's manual, whether it lies there or not; those of `serviceId` only where it is given. */
      added: z.array(z.object({ serviceId: Id, database: DatabaseSpec })),
      /** Other hosts that are run by the same manual. */
      sharedWith: z.array(z.string()),
    }),
    event: never,
  }),
  /** Adds one to the manual of a host, so that it is backed up like the others from then on. */
  'backup.adopt': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, path: FilePath, id: Id }),
    output: z.object({ profileId: Id, database: DatabaseSpec }),
    event: never,
  }),
  /** Takes an added one out of the manual again; its backups stay, and the file is not touched. */
  'backup.unadopt': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, databaseId: Id }),
    output: z.object({ profileId: Id }),
    event: never,
  }),
};
