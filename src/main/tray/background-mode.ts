import type { BrowserWindow } from 'electron';
import type { RondaConsole } from '../../core/console.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { setLoginItem } from './login-item.ts';
import { createStatusTray, type StatusTray } from './status-tray.ts';
import { worstStatus } from './tray-face.ts';
import { hasTrayHost } from './tray-host.ts';

/** So often it is looked whether a hidden window could still be opened. */
const lookEveryMs = 30_000;

export interface BackgroundMode {
  /** From here on tray and login item are as the settings say. */
  follow(ronda: Pick<RondaConsole, 'settings' | 'state' | 'log'>): void;
  /** Closing this window hides it, where the settings say so and there is a tray to open it from again. */
  guard(window: BrowserWindow): void;
  /** After a start that no person asked for: shows the window after all unless it can be opened from the tray. */
  showUnlessInTray(): Promise<void>;
  /** The program ends: closing is closing now. */
  quitting(): void;
}

/** The life of the console beside its window: an icon in the tray, closing into it, starting at login. */
export function createBackgroundMode(deps: {
  readonly icon: string;
  readonly home: string;
  readonly window: () => BrowserWindow | null;
  readonly show: () => void;
  readonly quit: () => void;
  readonly hasHost?: () => Promise<boolean>;
}): BackgroundMode {
  const hasHost = deps.hasHost ?? (() => hasTrayHost());
  /** Null until the core is open; the schema with the defaults would hold the first window up. */
  let settings: Settings | null = null;
  let tray: StatusTray | null = null;
  let watching: NodeJS.Timeout | null = null;
  let isQuitting = false;

  /** A panel may end while the window is hidden: it comes back then, for nothing else could bring it. */
  function watchHost(): void {
    watching ??= setInterval(() => {
      const window = deps.window();
      if (!window || window.isVisible()) stopWatching();
      else void comeBack();
    }, lookEveryMs);
    watching.unref();
  }
  async function comeBack(): Promise<void> {
    if (!(await hasHost()) && !isQuitting) deps.show();
  }
  function stopWatching(): void {
    if (watching) clearInterval(watching);
    watching = null;
  }

  function applyTray(state: RondaConsole['state'], log: Log): void {
    if (!settings?.tray) {
      tray?.destroy();
      tray = null;
      return;
    }
    try {
      tray ??= createStatusTray({ icon: deps.icon, onOpen: deps.show, onQuit: deps.quit });
      tray.show({
        status: worstStatus(state.list('tiles').map(({ status }) => status)),
        incidents: state.list('incidents'),
        language: settings.language,
      });
    } catch (error) {
      log.warn('the tray icon cannot be shown', { error });
    }
  }

  return {
    follow({ settings: store, state, log }) {
      settings = store.get();
      const apply = (isOn: boolean): void => {
        setLoginItem(isOn, deps.home).catch((error: unknown) =>
          log.error('the start at login could not be changed', { error }),
        );
      };
      // The program may have moved since it was written.
      if (settings.startAtLogin) apply(true);
      store.subscribe((next) => {
        if (next.startAtLogin !== settings?.startAtLogin) apply(next.startAtLogin);
        settings = next;
        applyTray(state, log);
      });
      state.subscribe((event) => {
        const concerns =
          event.kind === 'snapshot' ||
          event.changes.some(({ slice }) => slice === 'tiles' || slice === 'incidents');
        if (concerns && !isQuitting) applyTray(state, log);
      });
    },
    guard(window) {
      let isSure = false;
      window.on('close', (event) => {
        if (isQuitting || isSure || !tray || !settings?.closeToTray) return;
        event.preventDefault();
        void hasHost().then((isThere) => {
          if (window.isDestroyed()) return;
          if (isThere) {
            window.hide();
            watchHost();
          } else {
            isSure = true;
            window.close();
          }
        });
      });
    },
    async showUnlessInTray() {
      if (tray && (await hasHost())) watchHost();
      else deps.show();
    },
    quitting() {
      isQuitting = true;
      stopWatching();
      tray?.destroy();
      tray = null;
    },
  };
}
