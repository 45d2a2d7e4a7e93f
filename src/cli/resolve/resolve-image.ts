import type { HostImage, SavedImage } from '../../shared/domain/image.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { ambiguous } from './find-named.ts';

/** By id, the beginning of one, or the name of the image where it was saved once. @throws RondaError `images.not-saved`, `cli.ambiguous` */
export async function resolveSavedImage(session: Session, word: string): Promise<SavedImage> {
  const { saved } = await session.run('images.saved', {});
  const whole = saved.find(({ id }) => id === word);
  if (whole) return whole;
  const matches = saved.filter(
    ({ id, reference, tags }) =>
      (word.length >= 4 && id.startsWith(word)) || reference === word || tags.includes(word),
  );
  const [only] = matches;
  if (!only) throw new RondaError('images.not-saved');
  if (matches.length > 1)
    throw ambiguous(
      word,
      matches.map(({ id, reference }) => ({ id, name: reference })),
    );
  return only;
}

/** An image by its name, a tag, or a service that runs on it. @throws RondaError `images.unknown` */
export function findHostImage(images: readonly HostImage[], word: string, host: string): HostImage {
  const found = images.find(
    ({ reference, tags, imageId, services }) =>
      reference === word || imageId === word || tags.includes(word) || services.includes(word),
  );
  if (found) return found;
  throw new RondaError('images.unknown', { reference: plainText(word), host });
}
