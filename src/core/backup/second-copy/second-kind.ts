import type { SecondCopyKind } from '../../../shared/domain/second-copy.ts';

/** One thing of this computer that belongs into the second folder, too. */
export interface SecondItem {
  /** Changes when it has to be copied anew. */
  readonly key: string;
  readonly at: number;
  /** For the log. */
  readonly name: string;
  /**
   * Whole or not at all; a damaged copy is replaced.
   * @param damaged files of the folder that are known to be, relative to it
   * @returns the files that are sound now, or that it made needless and removed, relative to the folder
   * @throws RondaError of what went wrong; nothing of it is listed there then
   */
  copy(folder: string, signal: AbortSignal, damaged: ReadonlySet<string>): Promise<readonly string[]>;
}

/** What the second folder knows of one kind of thing. */
export interface SecondKind {
  readonly kind: SecondCopyKind;
  /** All sound ones on this computer. */
  local(): Promise<SecondItem[]>;
  /** The keys of those that lie in the folder whole, without the ones that are known to be damaged. */
  held(folder: string, damaged: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /** Reads all of it there. @returns what is damaged, relative to the folder */
  verify(folder: string, signal: AbortSignal): Promise<string[]>;
}
