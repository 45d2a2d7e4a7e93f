import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attachment, maxAttachmentBytes } from '../../../shared/domain/attachment.ts';
import { RondaError } from '../../../shared/errors.ts';
import { systemCode } from '../../platform/plain-detail.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';

export interface AttachmentStore {
  /** Keeps the content under its hash. @throws RondaError `incidents.attachment-empty`, `-too-big` */
  put(name: string, content: Uint8Array): Promise<Attachment>;
  /** @throws RondaError `incidents.attachment-damaged` when it is not there or not the same any more */
  get(attachment: Attachment): Promise<Buffer>;
}

/** A name that is a name and nothing else: no path, no control character, nothing that turns the text around. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const cut = [...plain.replace(/^\.+/, '')].slice(0, 100).join('').trim();
  return cut === '' ? 'attachment' : cut;
}

/** @param folder made when it is first needed; readable by its owner alone */
export function createAttachmentStore(folder: string): AttachmentStore {
  const fileOf = (sha256: string): string => join(folder, sha256);
  return {
    async put(name, content) {
      const plain = plainFileName(name);
      if (content.length === 0) throw new RondaError('incidents.attachment-empty', { name: plain });
      if (content.length > maxAttachmentBytes)
        throw new RondaError('incidents.attachment-too-big', { name: plain });
      const sha256 = createHash('sha256').update(content).digest('hex');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeAtomically(fileOf(sha256), content);
      return { name: plain, bytes: content.length, sha256 };
    },
    async get({ name, sha256 }) {
      const damaged = new RondaError('incidents.attachment-damaged', { name });
      const content = await readFile(fileOf(sha256)).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') throw damaged;
        throw error;
      });
      if (createHash('sha256').update(content).digest('hex') !== sha256) throw damaged;
      return content;
    },
  };
}
