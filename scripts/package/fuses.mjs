import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * Every switch of the runtime, set: one that a newer Electron adds stops the packaging until it was thought about.
 * https://www.electronjs.org/docs/latest/tutorial/fuses
 */
export const FUSES = {
  // These three run somebody else's JavaScript under Ronda's name, with what its user may do.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // The console keeps no cookies; encrypting none would only open the keyring at every start.
  [FuseV1Options.EnableCookieEncryption]: false,
  // Checked by macOS and Windows builds; on Linux it has no effect yet.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The window is served by app://, so a file: page needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Catches memory faults of WebAssembly cheaply; off, every access is checked in code.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/**
 * Sets the fuses of an Electron binary and reads them back.
 *
 * @param {string} binary
 * @param {Partial<typeof FUSES>} [fuses]
 * @returns {Promise<{said: string}>}
 * @throws {Error} when the binary knows another set of fuses, or one did not take
 */
export async function applyFuses(binary, fuses = FUSES) {
  await flipFuses(binary, { version: FuseVersion.V1, strictlyRequireAllFuses: fuses === FUSES, ...fuses });
  const wire = await getCurrentFuseWire(binary);
  const wrong = Object.entries(fuses).filter(([fuse, wanted]) => (wire[fuse] === 0x31) !== wanted);
  if (wrong.length > 0) {
    throw new Error(`These fuses did not take: ${wrong.map(([fuse]) => FuseV1Options[fuse]).join(', ')}`);
  }
  return { said: `${Object.keys(fuses).length} set and read back` };
}
