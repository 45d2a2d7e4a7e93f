import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, nativeTheme } from 'electron';
import type { RondaConsole } from '../core/console.ts';
import { defaultHomeRoot, type HomeFolder, homeFolder, prepareHome } from '../core/platform/home-folder.ts';
import type { Log } from '../core/platform/log.ts';
import { errorText, toErrorShape } from '../shared/errors.ts';
import { builtFile, resourcesFolder } from './app-files.ts';
import { appOrigin, declareAppScheme, serveApp } from './app-protocol.ts';
import { createBrowserProbe } from './browser/browser-probe.ts';
import { createDesktop } from './desktop.ts';
import { createDesktopNotifier } from './desktop-notifier.ts';
import { installGuards, originOf, refusePermissions } from './guards.ts';
import { serveIpc } from './ipc-server.ts';
import { createUtilitySpawner } from './isolated-utility.ts';
import { logOnceOpen } from './log-once-open.ts';
import { openMainWindow } from './main-window.ts';
import { homeArgument } from './program-arguments.ts';
import { savedLook } from './saved-look.ts';
import { systemKeyring } from './system-keyring.ts';
import { type BackgroundMode, createBackgroundMode } from './tray/background-mode.ts';
import { hiddenSwitch } from './tray/login-item.ts';

/** The development server's address; never honoured in a package, where it would be a way to load any page. */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;

/** What stands in for Telegram in a test; in a package it would be a way to lead the bot's token astray. */
const telegramApi = app.isPackaged ? undefined : process.env.RONDA_TELEGRAM_API;

/** Starts the console with its window. Must run before the app is ready. */
export function runWindow(): void {
  const home = homeFolder(homeArgument(process.argv) ?? defaultHomeRoot(process.env));
  declareAppScheme();
  try {
    prepareHome(home);
  } catch (error) {
    void app.whenReady().then(() => giveUp(error, home));
    return;
  }
  // Chromium's own files too: two homes are two Rondas, each with its own single-instance lock.
  app.setPath('userData', join(home.root, 'window'));
  leaveFullDisk(home);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const running = new RunningApp(home);
  // Whatever the second instance was started with, it only brings this window to the front.
  app.on('second-instance', () => running.show());
  app.on('activate', () => running.show());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => running.closeFirst(event));
  // Not awaited: Electron becomes ready only after the main module has been loaded to its end.
  void app.whenReady().then(() => running.start());
}

/** Below this Chromium cannot write the caches without which it shows no page. */
const roomForChromium = 32 * 1024 * 1024;

/** On a full disk the window must open all the more: Chromium's caches of this run go to the system's temporary folder. */
function leaveFullDisk(home: HomeFolder): void {
  const { bavail, bsize } = statfsSync(home.root);
  if (bavail * bsize >= roomForChromium) return;
  const scratch = mkdtempSync(join(tmpdir(), 'ronda-window-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  app.setPath('sessionData', scratch);
}

function windowIcon(): string {
  return join(resourcesFolder(), 'icons', 'ronda.png');
}

/** The console cannot start: says why, once, where a person and a terminal see it, and ends. */
function giveUp(error: unknown, home: HomeFolder): void {
  const { message, hint } = errorText(toErrorShape(error), savedLook(home.settingsFile).language);
  process.stderr.write(`${message}\n${hint}\n`);
  dialog.showErrorBox('Ronda', `${message}\n\n${hint}`);
  app.exit(1);
}

/** The one console and its one window. */
class RunningApp {
  readonly #home: HomeFolder;
  #opening: Promise<RondaConsole> | null = null;
  #window: BrowserWindow | null = null;
  readonly #background: BackgroundMode;

  constructor(home: HomeFolder) {
    this.#home = home;
    this.#background = createBackgroundMode({
      icon: windowIcon(),
      home: home.root,
      window: () => this.#window,
      show: () => this.show(),
      quit: () => app.quit(),
    });
  }

  /** The window comes up while the core is loaded and opened: its first calls wait for that. */
  async start(): Promise<void> {
    Menu.setApplicationMenu(null);
    nativeTheme.themeSource = savedLook(this.#home.settingsFile).theme;
    const opening = this.#openConsole();
    this.#opening = opening;
    const log = logOnceOpen(opening);
    const allowedOrigin = developmentUrl ? originOf(developmentUrl) : appOrigin;
    installGuards(allowedOrigin, log);
    refusePermissions();
    serveApp(builtFile('renderer'));
    serveIpc({ dispatcher: async () => (await opening).dispatcher, allowedOrigin, log });
    const startsHidden = process.argv.includes(hiddenSwitch);
    this.#show(log, startsHidden);
    try {
      const ronda = await opening;
      const { settings } = ronda;
      this.#background.follow(ronda);
      nativeTheme.themeSource = settings.get().theme;
      settings.subscribe(({ theme }) => {
        nativeTheme.themeSource = theme;
      });
      if (startsHidden) await this.#background.showUnlessInTray();
    } catch (error) {
      giveUp(error, this.#home);
    }
  }

  show(): void {
    if (this.#opening) this.#show(logOnceOpen(this.#opening));
  }

  #show(log: Log, hidden = false): void {
    if (!this.#window) {
      this.#window = openMainWindow({
        url: developmentUrl ?? `${appOrigin}/index.html`,
        preload: builtFile('preload/index.cjs'),
        icon: windowIcon(),
        log,
        hidden,
      });
      this.#background.guard(this.#window);
      this.#window.on('closed', () => {
        this.#window = null;
      });
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Jobs, connections, leases and the state are let go of in order before the process ends. */
  closeFirst(event: { preventDefault(): void }): void {
    const opening = this.#opening;
    if (!opening) return;
    event.preventDefault();
    this.#opening = null;
    this.#background.quitting();
    void opening
      .then((ronda) => ronda.close().catch((error) => ronda.log.error('closing failed', { error })))
      .catch((error) => process.stderr.write(`${toErrorShape(error).message}\n`))
      .finally(() => app.quit());
  }

  async #openConsole(): Promise<RondaConsole> {
    // import() reads and compiles in this thread before it first waits: the window is to be on its way by then.
    await new Promise(setImmediate);
    const { openConsole } = await import('../core/console.ts');
    return openConsole({
      home: this.#home,
      label: 'Ronda (window)',
      process: 'window',
      version: app.getVersion(),
      resources: resourcesFolder(),
      stateWorker: builtFile('main/state-worker.js'),
      spawnInspector: createUtilitySpawner(builtFile('main/database-inspector.js')),
      keyring: systemKeyring(),
      notifier: createDesktopNotifier(() => this.show()),
      desktop: createDesktop(() => this.#window),
      browser: createBrowserProbe(),
      watches: true,
      telegramApi,
    });
  }
}
