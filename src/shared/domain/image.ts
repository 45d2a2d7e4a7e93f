import { z } from 'zod';
import { Id, Instant } from './status.ts';

const Reference = z.string().max(512);
const ImageId = z.string().max(200);

/** What Docker takes as the name of an image: `name`, `registry:port/path/name:tag`, or an id. */
export const ImageReference = z
  .string()
  .max(512)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$|^sha256:[0-9a-f]{64}$/,
    'the name of an image',
  );

/** An image that a container of a service runs on now. */
export const HostImage = z.object({
  hostId: Id,
  /** As the container names it: a tag, or an id where the tag has moved on. */
  reference: Reference,
  imageId: ImageId,
  tags: z.array(Reference).max(200),
  /** Registry digests, `name@sha256:…`; none for an image that was built on the host. */
  digests: z.array(Reference).max(200),
  createdAt: Instant.nullable(),
  bytes: z.number().int().nonnegative(),
  services: z.array(z.string().max(64)).max(200),
});
export type HostImage = z.infer<typeof HostImage>;

/** An image that lies on this computer. */
export const SavedImage = z.object({
  id: Id,
  hostId: Id,
  hostName: z.string(),
  reference: Reference,
  imageId: ImageId,
  tags: z.array(Reference),
  digests: z.array(Reference),
  services: z.array(z.string()),
  savedAt: Instant,
  /** Of its contents, unpacked. */
  bytes: z.number().int().nonnegative(),
  /** On the disk, shared layers counted in. */
  storedBytes: z.number().int().nonnegative(),
  /** What removing it would free: layers that no other saved image has. */
  ownBytes: z.number().int().nonnegative(),
  verification: z.enum(['verified', 'failed']),
  checkedAt: Instant,
  /** Why it failed; empty when it did not. */
  detail: z.string(),
});
export type SavedImage = z.infer<typeof SavedImage>;

/** A load or a push as it would happen. */
export const ImageLoadPlan = z.object({
  hostId: Id,
  /** Each tag that it brings, and the id that bears it there now; null: none. */
  tags: z.array(z.object({ tag: Reference, currentId: ImageId.nullable() })),
  /** The very image is there already: nothing has to be sent. */
  isThere: z.boolean(),
  bytes: z.number().int().nonnegative(),
  commands: z.array(z.string()),
});
export type ImageLoadPlan = z.infer<typeof ImageLoadPlan>;
