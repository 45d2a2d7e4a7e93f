import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { BackupManifest, RestorePlan } from './backup.ts';
import { Id, Instant } from './status.ts';

/** Where files come from: a named volume, or a folder of the server. */
const SourceKind = z.enum(['volume', 'bind']);

export const ArchiveStep = z.object({
  /** `sha256`: whole and unchanged; `contents`: nothing in it leads out of its folder when it is unpacked. */
  step: z.enum(['sha256', 'contents']),
  ok: z.boolean(),
  detail: z.string().max(4000),
  durationMs: z.number().nonnegative(),
});
export type ArchiveStep = z.infer<typeof ArchiveStep>;

const Verification = z.object({
  state: z.enum(['verified', 'failed']),
  at: z.iso.datetime(),
  steps: z.array(ArchiveStep).max(10),
});

const count = z.number().int().nonnegative();

/** The file beside every archive, readable without Ronda; the list of archives is made from these alone. */
export const ArchiveManifest = z.object({
  format: z.literal('ronda-archive/1'),
  id: Id,
  host: z.object({ id: Id, name: z.string() }),
  service: Id,
  source: z.object({
    id: Id,
    kind: SourceKind,
    /** The volume's name, or the folder on the server. */
    name: z.string(),
    /** Where the container has it. */
    mountPath: z.string().regex(/^\//),
  }),
  takenAt: z.iso.datetime(),
  reason: z.enum(['manual', 'safety']),
  container: BackupManifest.shape.container.unwrap(),
  /** Of the folder itself; those of the files are in the archive. */
  owner: BackupManifest.shape.owner,
  /** Its name beside the manifest. */
  file: z.string(),
  /** Of the compressed file. */
  fileBytes: count,
  /** Of the file as it lies there: compared without a key. Absent in archives of an older Ronda. */
  fileSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Of the tar in it, uncompressed; the sha256 is of that, too. */
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  entries: count,
  files: count,
  verification: Verification,
});
export type ArchiveManifest = z.infer<typeof ArchiveManifest>;

/** A line of the list. One whose verification failed is kept, shown, and never called a backup. */
export const Archive = z.object({
  id: Id,
  hostId: Id,
  hostName: z.string(),
  serviceId: Id,
  sourceId: Id,
  kind: SourceKind,
  name: z.string(),
  mountPath: z.string(),
  takenAt: Instant,
  reason: ArchiveManifest.shape.reason,
  verification: z.enum(['verified', 'failed']),
  /** When it was last looked through, whatever came of it. */
  checkedAt: Instant,
  steps: z.array(ArchiveStep),
  fileBytes: count,
  bytes: count,
  entries: count,
  files: count,
  /** Path relative to the backup folder. */
  file: z.string(),
  /** The manifest is there and its file is not. */
  missing: z.boolean(),
});
export type Archive = z.infer<typeof Archive>;

/** What could be taken: a folder that a service's container has mounted. */
export const ArchiveSource = z.object({
  hostId: Id,
  serviceId: Id,
  sourceId: Id,
  kind: SourceKind,
  name: z.string(),
  mountPath: z.string(),
  container: z.string(),
  readOnly: z.boolean(),
  /** Databases of the manual that lie in it: an archive of live ones is no backup of them. */
  databases: z.array(z.string()),
  /** Other mounts inside of it: such a folder cannot be taken as one. */
  inner: z.array(z.string()),
});
export type ArchiveSource = z.infer<typeof ArchiveSource>;

/** Putting an archive back as it would happen, before anything is touched. */
export const ArchivePlan = z.object({
  archiveId: Id,
  hostId: Id,
  serviceId: Id,
  sourceId: Id,
  /** Every container that has the folder mounted: all of them stop. */
  stops: RestorePlan.shape.stops,
  volume: z.string(),
  targetPath: z.string(),
  replacement: z.object({ bytes: count, entries: count, takenAt: Instant }),
  /** The commands it stands for, in order. */
  commands: z.array(z.string()),
  estimatedDowntimeMs: z.number().nonnegative(),
  warnings: z.array(ErrorShape),
  /** Names this very plan: it is refused when the world has changed since it was shown. */
  planId: z.string(),
});
export type ArchivePlan = z.infer<typeof ArchivePlan>;

export const ArchiveRestoreResult = z.object({
  outcome: z.enum(['restored', 'rolled-back']),
  /** The archive of what was there before. */
  safetyArchiveId: Id,
  downtimeMs: z.number().nonnegative(),
  /** Why it was rolled back; empty when it was not. */
  reason: z.string(),
});
export type ArchiveRestoreResult = z.infer<typeof ArchiveRestoreResult>;
