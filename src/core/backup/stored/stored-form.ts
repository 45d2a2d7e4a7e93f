/** How a backup lies on the disk; its name says it, as the `zstd` and `age` commands do. */
export interface StoredForm {
  readonly isCompressed: boolean;
  readonly isEncrypted: boolean;
}

/** The form that a file's name tells: `.db`, `.db.zst`, `.db.age`, `.db.zst.age`. */
export function formOf(file: string): StoredForm {
  return { isCompressed: /\.zst(\.age)?$/.test(file), isEncrypted: file.endsWith('.age') };
}

export function suffixOf({ isCompressed, isEncrypted }: StoredForm): string {
  return `${isCompressed ? '.zst' : ''}${isEncrypted ? '.age' : ''}`;
}

export function isPlain({ isCompressed, isEncrypted }: StoredForm): boolean {
  return !isCompressed && !isEncrypted;
}
