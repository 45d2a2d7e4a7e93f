import { type BrowserWindow, dialog, shell } from 'electron';
import type { Desktop } from '../core/app/desktop-operations.ts';
import { openExternal } from './guards.ts';
import { printPage } from './print-page.ts';

/** Dialogs, the browser and the file manager of the system. */
export function createDesktop(window: () => BrowserWindow | null): Desktop {
  return {
    openExternal: (url) => openExternal(url),
    async choosePath(kind) {
      const options: Electron.OpenDialogOptions = {
        properties:
          kind === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile', 'showHiddenFiles'],
      };
      const parent = window();
      const choice = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    async chooseSavePath(suggestedName) {
      const options: Electron.SaveDialogOptions = { defaultPath: suggestedName };
      const parent = window();
      const choice = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
      return choice.canceled || choice.filePath === '' ? null : choice.filePath;
    },
    printPage,
    async showFile(path) {
      shell.showItemInFolder(path);
    },
  };
}
