import { dialog, shell, type BrowserWindow } from 'electron';
import type { ConsolePorts } from '../core/console.ts';
import { openExternal } from './guards.ts';

/** What only a window can do: dialogs, the browser, the file manager. */
export function appHandlers(window: () => BrowserWindow | null): ConsolePorts['desktop'] {
  return {
    openExternal: (url) => openExternal(url),
    async choosePath(kind) {
      const properties: ('openDirectory' | 'createDirectory' | 'openFile' | 'showHiddenFiles')[] =
        kind === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile', 'showHiddenFiles'];
      const parent = window();
      const choice = parent
        ? await dialog.showOpenDialog(parent, { properties })
        : await dialog.showOpenDialog({ properties });
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    async showFile(path) {
      shell.showItemInFolder(path);
    },
  };
}
