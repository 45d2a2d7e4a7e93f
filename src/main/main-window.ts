import { BrowserWindow, nativeTheme } from 'electron';
import type { Log } from '../core/platform/log.ts';

/** A window whose page dies more often than this within a minute stays closed: reloading would only loop. */
const reloadsAMinute = 3;

/** Opens the console's window. It stays hidden until it has something to show. */
export function openMainWindow(deps: {
  readonly url: string;
  readonly preload: string;
  readonly log: Log;
  readonly icon: string;
  /** It is not shown by itself. */
  readonly hidden: boolean;
}): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Ronda',
    icon: deps.icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#10151f' : '#faf7f2',
    webPreferences: {
      preload: deps.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (!deps.hidden) window.once('ready-to-show', () => window.show());

  const deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    deps.log.error('the window process is gone', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason === 'clean-exit') return;
    const now = Date.now();
    deaths.push(now);
    if (deaths.filter((at) => now - at < 60_000).length <= reloadsAMinute) {
      // In the event itself the dead process is still being cleared away.
      setImmediate(() => window.webContents.reload());
    }
  });
  void window.loadURL(deps.url);
  return window;
}
