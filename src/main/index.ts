import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, nativeTheme } from 'electron';
import { openConsole, type RondaConsole } from '../core/console.ts';
import { defaultHomeRoot, homeFolder } from '../core/platform/home-folder.ts';
import { silentLog } from '../core/platform/log.ts';
import { toErrorShape } from '../shared/errors.ts';
import { appHandlers } from './app-handlers.ts';
import { appOrigin, declareAppScheme, serveApp } from './app-protocol.ts';
import { desktopNotifier } from './desktop-notifier.ts';
import { installGuards, originOf, refusePermissions } from './guards.ts';
import { serveIpc } from './ipc-server.ts';
import { utilityIsolation } from './isolated-utility.ts';
import { openMainWindow } from './main-window.ts';
import { homeArgument } from './program-arguments.ts';
import { systemKeyring } from './system-keyring.ts';

const home = homeFolder(homeArgument(process.argv) ?? defaultHomeRoot(process.env));
/** The development server's address; never honoured in a package, where it would be a way to load any page. */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const resources = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');

let window: BrowserWindow | null = null;
let ronda: RondaConsole | null = null;

declareAppScheme();
// Chromium's own files too: two homes are two Rondas, each with its own single-instance lock.
app.setPath('userData', join(home.root, 'window'));

if (app.requestSingleInstanceLock()) {
  // Whatever the second instance was started with, it only brings this window to the front.
  app.on('second-instance', focusWindow);
  app.on('window-all-closed', () => app.quit());
  app.on('activate', focusWindow);
  app.on('before-quit', closeConsoleFirst);
  void app.whenReady().then(start);
} else {
  app.quit();
}

async function start(): Promise<void> {
  Menu.setApplicationMenu(null);
  try {
    ronda = await openConsole({
      home,
      label: 'Ronda (window)',
      version: app.getVersion(),
      resources,
      entries: {
        stateWorker: join(import.meta.dirname, 'state-worker.js'),
        databaseInspector: join(import.meta.dirname, 'database-inspector.js'),
      },
      keyring: systemKeyring(),
      isolation: utilityIsolation(),
      notify: desktopNotifier(focusWindow),
      desktop: appHandlers(() => window),
      schedules: true,
    });
  } catch (error) {
    const { message, hint } = toErrorShape(error);
    process.stderr.write(`${message}\n${hint}\n`);
    dialog.showErrorBox('Ronda', `${message}\n\n${hint}`);
    app.exit(1);
    return;
  }
  const allowedOrigin = developmentUrl ? originOf(developmentUrl) : appOrigin;
  installGuards(allowedOrigin, ronda.log);
  refusePermissions();
  serveApp(join(import.meta.dirname, '../renderer'));
  serveIpc({ dispatcher: ronda.dispatcher, allowedOrigin, log: ronda.log });
  nativeTheme.themeSource = ronda.settings.get().theme;
  ronda.settings.subscribe((settings) => {
    nativeTheme.themeSource = settings.theme;
  });
  openWindow();
}

function openWindow(): void {
  window = openMainWindow({
    url: developmentUrl ?? `${appOrigin}/index.html`,
    log: ronda?.log ?? silentLog,
    icon: join(resources, 'icons', 'ronda.png'),
  });
  window.on('closed', () => {
    window = null;
  });
}

function focusWindow(): void {
  if (!window) {
    if (ronda) openWindow();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Connections, leases and the state are let go of in order before the process ends. */
function closeConsoleFirst(event: { preventDefault(): void }): void {
  const open = ronda;
  if (!open) return;
  event.preventDefault();
  ronda = null;
  void open
    .close()
    .catch((error) => open.log.error('closing failed', { error }))
    .finally(() => app.quit());
}
