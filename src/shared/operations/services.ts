import { z } from 'zod';
import { CheckChange, CheckSettings } from '../domain/check-change.ts';
import { Heartbeat, TrendPoint, Uptime } from '../domain/health.ts';
import { LogLine } from '../domain/log.ts';
import { CommandRecord, ServiceAction, TileView, UsagePoint } from '../domain/service.ts';
import { Id, Instant } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const ContainerId = z.string().regex(/^[0-9a-f]{12,64}$/);

export const serviceOperations = {
  /** Runs every check of a host once, now; the tiles as they stand after it. */
  'health.check-now': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id.optional() }),
    output: z.object({ tiles: z.array(TileView) }),
    event: never,
  }),
  'health.history': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id,
      checkId: z.string(),
      sinceMs: z.number().int().nonnegative(),
    }),
    output: z.object({ beats: z.array(Heartbeat) }),
    event: never,
  }),
  /** A check over a longer time, in stretches of one size: what became of it, and how fast it was. */
  'health.trend': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id,
      checkId: z.string(),
      range: z.enum(['day', 'week', 'month']),
    }),
    output: z.object({
      from: Instant,
      to: Instant,
      bucketMs: z.number().positive(),
      points: z.array(TrendPoint),
      /** Over the whole range. */
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      uptime: z.number().nullable(),
      /** How much of the range somebody watched, 0 to 1. */
      observed: z.number(),
    }),
    event: never,
  }),
  /** A small picture of a page, as the browser saw it last. */
  'health.thumbnail': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, checkId: z.string() }),
    output: z.object({ dataUrl: z.string().nullable() }),
    event: never,
  }),
  /** The checks of a service: as the manual has them, and what was changed beside it. */
  'health.check-settings': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id }),
    output: z.object({ checks: z.array(CheckSettings) }),
    event: never,
  }),
  /** Changes a check, for every host that is run by this manual; null: as the manual says again. */
  'health.change-check': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, checkId: Id, change: CheckChange.nullable() }),
    output: z.strictObject({}),
    event: never,
  }),
  'health.uptime': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ services: z.array(z.object({ serviceId: Id, name: z.string(), uptime: Uptime })) }),
    event: never,
  }),
  /** What a service's containers used over the last 24 hours. */
  'services.usage': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id }),
    output: z.object({ bucketMs: z.number().positive(), points: z.array(UsagePoint) }),
    event: never,
  }),
  /** The commands an action stands for, before it is done. */
  'services.preview': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id,
      action: ServiceAction,
      containerIds: z.array(ContainerId).optional(),
    }),
    output: z.object({ commands: z.array(z.string()) }),
    event: never,
  }),
  'services.act': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id,
      action: ServiceAction,
      /** Absent: every container of the service. */
      containerIds: z.array(ContainerId).optional(),
      reason: z.string().trim().max(500).default(''),
      /** The incident this is done for: commands and outputs go into its timeline. */
      incidentId: Id.optional(),
    }),
    output: z.object({ commands: z.array(CommandRecord) }),
    event: never,
  }),
  /** What `docker inspect` says that an admin asks for; environment by name, never by value. */
  'services.describe': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id }),
    output: z.object({
      containers: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          command: z.string(),
          environmentNames: z.array(z.string()),
          ports: z.array(z.object({ container: z.string(), host: z.string() })),
          mounts: z.array(
            z.object({ type: z.string(), source: z.string(), target: z.string(), writable: z.boolean() }),
          ),
          limits: z.object({ cpus: z.number().nullable(), memoryBytes: z.number().nullable() }),
          restartPolicy: z.string(),
          networks: z.array(z.string()),
        }),
      ),
    }),
    event: never,
  }),
  /** Lines of one container, in batches, until cancelled or (without follow) until the end. */
  'logs.tail': operation({
    input: z.strictObject({
      hostId: Id,
      containerId: ContainerId,
      /** How many of the newest lines to begin with. */
      tail: z.number().int().min(0).max(100_000).default(1000),
      /** Only lines after this instant, ms. */
      since: z.number().int().nonnegative().optional(),
      follow: z.boolean().default(true),
    }),
    output: z.object({ lines: z.number().int(), dropped: z.number().int() }),
    event: z.object({
      lines: z.array(LogLine),
      /** Lines lost since the last batch because nobody could take them in time. */
      dropped: z.number().int().nonnegative(),
      /** Server clock minus ours, when both are known. */
      clockSkewMs: z.number().nullable(),
    }),
  }),
};
