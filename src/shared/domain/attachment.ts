import { z } from 'zod';
import type { TimelineEntry } from './incident.ts';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The biggest file that may be attached. */
export const maxAttachmentBytes = 25 * 1024 * 1024;

/** A file that belongs to an entry of the timeline; its content lies in the home by its hash. */
export const Attachment = z.object({
  name: z.string().min(1).max(120),
  bytes: z.number().int().nonnegative(),
  sha256: Sha256,
});
export type Attachment = z.infer<typeof Attachment>;

/** The entry's text: it stands in the hash chain, and the content's hash with it. */
export function attachmentText({ name, bytes, sha256 }: Attachment): string {
  return `${name}\n${bytes} sha256:${sha256}`;
}

/** What an entry says was attached; null when it is no such entry, or was edited into none. */
export function attachmentOf(entry: Pick<TimelineEntry, 'event' | 'text'>): Attachment | null {
  const [, name, bytes, sha256] = /^(.{1,120})\n(\d{1,12}) sha256:([0-9a-f]{64})$/.exec(entry.text) ?? [];
  if (entry.event !== 'attachment' || !name) return null;
  return Attachment.safeParse({ name, bytes: Number(bytes), sha256 }).data ?? null;
}
