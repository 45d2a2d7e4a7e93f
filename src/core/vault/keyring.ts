/**
 * The operating system's keyring as a port. Absent (null) where there is none that can be trusted: on Linux,
 * Electron's `basic_text` is a fixed key, which is plain text with extra steps.
 */
export interface Keyring {
  /** Bytes that only this user on this computer can turn back. */
  wrap(secret: string): Promise<Uint8Array>;
  /** @throws when the keyring is not the one that wrapped it */
  unwrap(wrapped: Uint8Array): Promise<string>;
}
