import { type Attachment, attachmentOf } from '../../../shared/domain/attachment.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import { redactText } from '../../redaction/redact-text.ts';
import type { IncidentService } from '../incident-service.ts';
import type { AttachmentStore } from './attachment-store.ts';

type AttachmentOperation = 'incidents.attach' | 'incidents.picture' | 'incidents.export-attachment';

/** Longer lines are cut by the redaction; a pinned stretch of a log stays far below. */
const longestLog = 1024 * 1024;

/** Files and log lines kept with an incident. */
export function createAttachmentOperations(ports: {
  readonly store: AttachmentStore;
  readonly incidents: Pick<IncidentService, 'change' | 'timeline'>;
  readonly desktop: { chooseSavePath(suggestedName: string): Promise<string | null> } | null;
}): Handlers<AttachmentOperation> {
  const { store, incidents } = ports;

  async function find(incidentId: string, sha256: string): Promise<Attachment> {
    const { entries } = await incidents.timeline(incidentId);
    const found = entries.map(attachmentOf).find((attachment) => attachment?.sha256 === sha256);
    if (!found) throw new RondaError('common.not-found', { what: sha256.slice(0, 12) });
    return found;
  }

  return {
    'incidents.attach': async ({ incidentId, name, base64, isLog }) => {
      const content = Buffer.from(base64, 'base64');
      const kept = isLog ? Buffer.from(redactText(content.toString('utf8'), longestLog)) : content;
      // First the file: an entry about one that is not there would stand for ever.
      const attachment = await store.put(redactText(name, 255), kept);
      return { incident: await incidents.change(incidentId, { type: 'attachment', attachment }), attachment };
    },
    'incidents.picture': async ({ incidentId, sha256 }) => {
      const attachment = await find(incidentId, sha256);
      const content = await store.get(attachment);
      const type = pictureType(content);
      if (type === null) throw new RondaError('incidents.no-picture', { name: attachment.name });
      return { dataUrl: `data:${type};base64,${content.toString('base64')}` };
    },
    'incidents.export-attachment': async ({ incidentId, sha256 }) => {
      if (!ports.desktop) throw new RondaError('common.needs-window');
      const attachment = await find(incidentId, sha256);
      const content = await store.get(attachment);
      const path = await ports.desktop.chooseSavePath(attachment.name);
      if (path !== null) await writeAtomically(path, content);
      return { path };
    },
  };
}

/** By the first bytes, never by the name; of pictures only those that can hold no script. */
function pictureType(content: Buffer): string | null {
  const starts = (hex: string): boolean => content.subarray(0, hex.length / 2).toString('hex') === hex;
  if (starts('89504e470d0a1a0a')) return 'image/png';
  if (starts('ffd8ff')) return 'image/jpeg';
  if (starts('52494646') && content.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
  return null;
}
