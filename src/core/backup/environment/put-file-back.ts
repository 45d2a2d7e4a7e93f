import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';

export interface FileContent {
  readonly kind: 'file';
  readonly bytes: Buffer;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}
export type FileState = FileContent | { readonly kind: 'absent' };

/** One file of a server. */
export interface FilePlace {
  read(): Promise<FileState>;
  /** Whole or not at all. */
  replace(content: FileContent): Promise<void>;
  remove(): Promise<void>;
}

const isIdentical = (one: FileState, other: FileState): boolean =>
  one.kind === 'file' && other.kind === 'file'
    ? one.bytes.equals(other.bytes) &&
      one.uid === other.uid &&
      one.gid === other.gid &&
      one.mode === other.mode
    : one.kind === other.kind;

const stands = async (place: FilePlace, state: FileState): Promise<boolean> =>
  isIdentical(await place.read(), state);

/**
 * Puts a file there and reads it back; where that is not what was written, what stood there before is put back.
 * @returns why it was rolled back; null when the file is there
 * @throws RondaError `env.restore-failed` when neither could be done
 */
export async function putFileBack(
  place: FilePlace,
  path: string,
  before: FileState,
  wanted: FileContent,
): Promise<string | null> {
  try {
    await place.replace(wanted);
    if (!(await stands(place, wanted))) throw new RondaError('env.differs', { path });
    return null;
  } catch (failure) {
    try {
      if (!(await stands(place, before))) {
        if (before.kind === 'file') await place.replace(before);
        else await place.remove();
        if (!(await stands(place, before))) throw new RondaError('env.differs', { path });
      }
      return plainDetail(failure);
    } catch (error) {
      throw new RondaError('env.restore-failed', { path, detail: plainDetail(error) }, { cause: failure });
    }
  }
}
