import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Id, Instant } from './status.ts';

const count = z.number().int().nonnegative();
const bytes = z.number().nonnegative();

export const DiskVital = z.object({
  /** Where it is mounted, as the server writes it. */
  mount: z.string(),
  device: z.string(),
  sizeBytes: bytes,
  usedBytes: bytes,
  /** As df says it: of what an ordinary user can have. */
  usedPercent: z.number(),
  inodesUsedPercent: z.number().nullable(),
});
export type DiskVital = z.infer<typeof DiskVital>;

export const DockerDisk = z.object({
  kind: z.enum(['images', 'containers', 'volumes', 'build-cache']),
  totalBytes: bytes,
  /** Of what nothing uses; what `docker system prune` and its sisters would free. */
  reclaimableBytes: bytes,
});
export type DockerDisk = z.infer<typeof DockerDisk>;

/** What a server says of itself. Null: it does not say. */
export const Vitals = z.object({
  at: Instant,
  disks: z.array(DiskVital),
  memory: z
    .object({ totalBytes: bytes, availableBytes: bytes, swapTotalBytes: bytes, swapUsedBytes: bytes })
    .nullable(),
  load: z.object({ one: z.number(), five: z.number(), fifteen: z.number(), cpus: count }).nullable(),
  uptimeSeconds: z.number().nullable(),
  /** Processes that the kernel killed for want of memory since it started. */
  oomKills: count.nullable(),
  /** The server's clock minus this computer's; to the second. */
  clockSkewMs: z.number().nullable(),
  /** Null: this system does not tell. */
  rebootPending: z.boolean().nullable(),
  rebootPackages: z.array(z.string()),
  docker: z.array(DockerDisk).nullable(),
});
export type Vitals = z.infer<typeof Vitals>;

export const VitalKey = z.enum(['disk', 'inodes', 'memory', 'load', 'oom', 'clock', 'reboot', 'docker']);
export type VitalKey = z.infer<typeof VitalKey>;

export const VitalProblem = z.object({
  vital: VitalKey,
  /** What tells it from another one of its kind: a mount; empty where there is only one. */
  subject: z.string(),
  /** `alert` is told to people; `notice` is only shown. */
  level: z.enum(['alert', 'notice']),
  cause: ErrorShape,
});
export type VitalProblem = z.infer<typeof VitalProblem>;

export const VitalsReading = z.object({ hostId: Id, vitals: Vitals, problems: z.array(VitalProblem) });
export type VitalsReading = z.infer<typeof VitalsReading>;
