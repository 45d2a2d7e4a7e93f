import { z } from 'zod';
import { DatabaseSpec } from './profile.ts';
import { Id } from './status.ts';

/** What was added to a manual, beside it, by service. */
export const AddedDatabases = z.record(Id, z.array(DatabaseSpec).max(200));
export type AddedDatabases = z.infer<typeof AddedDatabases>;

/** A file in a volume or folder of a service that is a database, or is called one. */
export const DiscoveredDatabase = z.object({
  serviceId: Id,
  /** The volume, or the server's folder. */
  volume: z.string(),
  /** In the container. */
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  /** By its first 16 bytes; `unreadable`: the service's own user may not open it. */
  content: z.enum(['sqlite', 'other', 'unreadable']),
  /** Under which id the manual names it, with which service. */
  named: z.object({ serviceId: Id, databaseId: Id }).nullable(),
  /** A free id for it; null where no manual can name such a path (a line break, or no UTF-8). */
  suggestedId: Id.nullable(),
});
export type DiscoveredDatabase = z.infer<typeof DiscoveredDatabase>;
