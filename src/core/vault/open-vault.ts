import type { AppStatusBoard } from '../app/app-status.ts';
import type { Clock } from '../platform/clock.ts';
import type { Keyring } from './keyring.ts';
import { createVault, type Vault } from './vault.ts';

/** Opens the vault by the keyring where that is possible. One that cannot be opened is a notice, not an end. */
export async function openVault(ports: {
  readonly file: string;
  readonly keyring: Keyring | null;
  readonly clock: Clock;
  readonly board: AppStatusBoard;
}): Promise<Vault> {
  const { board } = ports;
  const vault = createVault({ ...ports, onChange: () => board.update({ vault: vault.state() }) });
  try {
    await vault.openByKeyring();
  } catch (error) {
    board.notice('warning', error instanceof Error ? error : new Error(String(error)));
  }
  return vault;
}
