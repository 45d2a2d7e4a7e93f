import path from 'node:path';
import { app, BrowserWindow } from 'electron';

/**
 * What the console is compared with: the least that is a window in this Electron, with the same safety settings and
 * the same size. No preload, no package, no worker.
 */
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  window.loadFile(path.join(import.meta.dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
