/** One step of the schema. A released one is never edited: the next change is the next number. */
export interface Migration {
  /** Becomes the database's `user_version`. */
  readonly version: number;
  readonly sql: string;
}
