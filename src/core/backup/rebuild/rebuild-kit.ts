import { z } from 'zod';
import { Id } from '../../../shared/domain/status.ts';

/** What Docker says of things, kept as it was said: it goes back to an engine and nowhere else. */
const Answer = z.record(z.string(), z.unknown());

/**
 * How a server is put together. It holds every value of its environment, so it lives in the vault and in core alone.
 */
export const RebuildKit = z.object({
  format: z.literal('ronda-rebuild/1'),
  host: z.object({ id: Id, name: z.string() }),
  takenAt: z.iso.datetime(),
  project: z.string().nullable(),
  /** In the order they were started. */
  containers: z.array(
    z.object({
      name: z.string(),
      serviceId: z.string(),
      image: z.string(),
      imageId: z.string(),
      isRunning: z.boolean(),
      inspected: Answer,
      imageDefaults: Answer,
    }),
  ),
  networks: z.array(
    z.object({
      name: z.string(),
      driver: z.string(),
      isInternal: z.boolean(),
      labels: z.record(z.string(), z.string()),
      options: z.record(z.string(), z.string()),
    }),
  ),
  volumes: z.array(
    z.object({
      name: z.string(),
      driver: z.string(),
      labels: z.record(z.string(), z.string()),
      options: z.record(z.string(), z.string()),
    }),
  ),
  /** Compose files, `.env`, nginx: whole, in base64. */
  files: z.array(
    z.object({
      path: z.string().startsWith('/'),
      uid: z.number().int().nonnegative(),
      gid: z.number().int().nonnegative(),
      mode: z.number().int().min(0).max(0o7777),
      content: z.string(),
    }),
  ),
  leftOut: z.array(z.object({ what: z.string(), why: z.string() })),
});
export type RebuildKit = z.infer<typeof RebuildKit>;

export interface KitSecrets {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
}

const secretOf = (hostId: string): string => `rebuild-${hostId}`;

/** The kit of a host; null when there is none or the vault is not open. */
export async function readKit(secrets: KitSecrets, hostId: string): Promise<RebuildKit | null> {
  const text = await secrets.get(secretOf(hostId));
  return text === null ? null : RebuildKit.parse(JSON.parse(text));
}

/** @throws RondaError `vault.locked`, `vault.needs-passphrase` */
export async function keepKit(secrets: KitSecrets, kit: RebuildKit): Promise<void> {
  await secrets.put(secretOf(kit.host.id), JSON.stringify(kit));
}
