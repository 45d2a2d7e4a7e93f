import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { writeAtomically } from '../../core/platform/write-atomically.ts';
import { autostartEntry } from './autostart-entry.ts';

/** A start by the system and not by a person: with a tray there, the window need not come up. */
export const hiddenSwitch = '--hidden';

/**
 * Starts this Ronda, on this home, when its user signs in; or no longer. Twice the same does nothing.
 * @throws the system's own error when the entry cannot be written
 */
export async function setLoginItem(isOn: boolean, home: string): Promise<void> {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), '--home', home, hiddenSwitch];
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isOn, path: process.execPath, args });
    return;
  }
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const file = join(config, 'autostart', 'ronda.desktop');
  if (!isOn) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeAtomically(file, autostartEntry([process.execPath, ...args]));
}
