import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a saved image consists of: the entries of the engine's own `save` tar in their order. Contents lie once each in
 * the blob folder, so images that share layers share them there, too. Names are the engine's and never become paths.
 */
export const ImageIndex = z.object({
  format: z.literal('ronda-image/1'),
  /** As it was asked for: a tag or an id. */
  reference: z.string(),
  /** The engine's id of the image, `sha256:…`. */
  imageId: z.string(),
  tags: z.array(z.string()),
  /** Registry digests, `name@sha256:…`; empty for an image that was built on the host. */
  digests: z.array(z.string()),
  entries: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['file', 'directory', 'symlink', 'link']),
      mode: z.number().int().min(0).max(0o7777),
      bytes: z.number().int().nonnegative(),
      linkname: z.string().nullable(),
      sha256: Sha256.nullable(),
    }),
  ),
});
export type ImageIndex = z.infer<typeof ImageIndex>;

/** Each content once, with its size. */
export function contentsOf({ entries }: ImageIndex): ReadonlyMap<string, number> {
  return new Map(entries.flatMap(({ sha256, bytes }) => (sha256 === null ? [] : [[sha256, bytes] as const])));
}
