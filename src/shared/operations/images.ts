import { z } from 'zod';
import { HostImage, ImageLoadPlan, ImageReference, SavedImage } from '../domain/image.ts';
import { JobProgress } from '../domain/job.ts';
import { CommandRecord } from '../domain/service.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
/** `host` or `host:port`, as Docker names a registry; Docker Hub is `docker.io`. */
export const RegistryAddress = z
  .string()
  .max(255)
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/, 'the address of a registry');

/** The images of a host's services: kept on this computer layer by layer, put back, and sent to a registry. */
export const imageOperations = {
  /** What the services run on now. */
  'images.list': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ images: z.array(HostImage) }),
    event: never,
  }),
  /** What lies on this computer, newest first; what cannot be listed is named in `unreadable`. */
  'images.saved': operation({
    input: z.strictObject({ hostId: Id.optional() }),
    output: z.object({ saved: z.array(SavedImage), unreadable: z.array(z.string()) }),
    event: never,
  }),
  /** Streams an image from the host; layers that lie here already are not kept twice. */
  'images.save': operation({
    input: z.strictObject({ hostId: Id, reference: ImageReference }),
    output: z.object({ saved: SavedImage }),
    event: JobProgress,
  }),
  /** Reads every layer again. One that is damaged is an answer, not an error. */
  'images.verify': operation({
    input: z.strictObject({ savedId: Id }),
    output: z.object({ saved: SavedImage }),
    event: JobProgress,
  }),
  /** Deletes it, and the layers that no other saved image has. */
  'images.remove': operation({
    input: z.strictObject({ savedId: Id }),
    output: z.object({ freedBytes: z.number().int().nonnegative() }),
    event: never,
  }),
  /** Dry run of a load, onto any connected host. Touches nothing. */
  'images.plan-load': operation({
    input: z.strictObject({ savedId: Id, hostId: Id }),
    output: z.object({ plan: ImageLoadPlan }),
    event: never,
  }),
  /** Sends a saved image into a host's engine, after it was verified whole. Running containers are not touched. */
  'images.load': operation({
    input: z.strictObject({ savedId: Id, hostId: Id }),
    output: z.object({ imageId: z.string() }),
    event: JobProgress,
  }),
  /** The commands a push stands for. Touches nothing. */
  'images.plan-push': operation({
    input: z.strictObject({ hostId: Id, reference: ImageReference, target: ImageReference }),
    output: z.object({ commands: z.array(z.string()), registry: z.string(), hasLogin: z.boolean() }),
    event: never,
  }),
  /** The host's engine sends an image to a registry, with the login from the vault where there is one. */
  'images.push': operation({
    input: z.strictObject({ hostId: Id, reference: ImageReference, target: ImageReference }),
    output: z.object({ digest: z.string().nullable(), commands: z.array(CommandRecord) }),
    event: JobProgress,
  }),
  /** The login of a registry, into the vault, or out of it with null. */
  'images.set-login': operation({
    input: z.strictObject({
      registry: RegistryAddress,
      login: z
        .strictObject({ username: z.string().trim().min(1).max(256), password: z.string().min(1).max(8192) })
        .nullable(),
    }),
    output: z.strictObject({}),
    event: never,
  }),
};
