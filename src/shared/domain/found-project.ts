import { z } from 'zod';

const Text = z.string().max(255);

/** A Compose service as its containers show it. Everything in it comes from the server: show it as text only. */
export const FoundService = z.strictObject({
  /** The Compose service name. */
  service: Text.min(1),
  containers: z.number().int().positive(),
  /** How many of them run. */
  running: z.number().int().nonnegative(),
  image: Text,
  /** The image says itself how its health is checked. */
  hasHealthcheck: z.boolean(),
  /** TCP ports published on the server, the lowest first. */
  ports: z.array(z.number().int().min(1).max(65535)).max(20),
  /** What on its lowest port answered 200 when it was looked at: `/health`; null: it speaks no HTTP we know. */
  healthPath: Text.nullable(),
});
export type FoundService = z.infer<typeof FoundService>;

/** What runs of one Compose project. */
export const FoundProject = z.strictObject({
  project: Text.min(1),
  /** The Compose file's place on the server, where its containers tell it. */
  composeFile: z.string().max(4096).nullable(),
  services: z.array(FoundService).min(1).max(200),
});
export type FoundProject = z.infer<typeof FoundProject>;
