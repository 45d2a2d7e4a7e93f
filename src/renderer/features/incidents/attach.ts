import { maxAttachmentBytes } from '../../../shared/domain/attachment.ts';
import { RondaError } from '../../../shared/errors.ts';
import { call } from '../../bridge/ronda.ts';

/** So many bytes become text at once: a spread of more would overflow the stack. */
const sliceBytes = 32_768;

export function toBase64(content: Uint8Array): string {
  let text = '';
  for (let at = 0; at < content.length; at += sliceBytes)
    text += String.fromCharCode(...content.subarray(at, at + sliceBytes));
  return btoa(text);
}

/** Keeps a file that a person chose, pasted or dropped with an incident. @returns the name it is kept by */
export async function attachFile(incidentId: string, file: File): Promise<string> {
  // Looked at before it is read: two gigabytes must not come into memory to be refused.
  if (file.size > maxAttachmentBytes)
    throw new RondaError('incidents.attachment-too-big', { name: file.name });
  const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
  const { attachment } = await call('incidents.attach', {
    incidentId,
    name: file.name || 'clipboard',
    base64,
  });
  return attachment.name;
}
