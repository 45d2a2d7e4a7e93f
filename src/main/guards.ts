import { app, session, shell, type WebContents } from 'electron';
import type { Log } from '../core/platform/log.ts';
import { RondaError } from '../shared/errors.ts';
import { probePartition } from './browser/browser-probe.ts';

/**
 * Refuses, for every page this app may ever hold: leaving its origin, opening windows, attaching webviews,
 * and every permission. https://www.electronjs.org/docs/latest/tutorial/security
 */
export function installGuards(allowedOrigin: string, log: Log): void {
  const probes = session.fromPartition(probePartition);
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (details) => {
      if (originOf(details.url) === allowedOrigin) return;
      log.warn('navigation refused', { url: details.url });
      details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      if (originOf(details.url) === allowedOrigin) return;
      // A site may lead from http to https or to www; the page that is only looked at has nothing of ours to take along.
      if (contents.session === probes && /^https?:/i.test(details.url)) return;
      details.preventDefault();
    });
    contents.on('will-frame-navigate', (details) => {
      if (details.isMainFrame) return;
      log.warn('a subframe was refused', { url: details.url });
      details.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      log.warn('window.open refused', { url });
      return { action: 'deny' };
    });
  });
}

/** Must run once the app is ready: sessions do not exist before. */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** `app:` has no origin for the URL class, so scheme and host stand for it. */
export function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return 'invalid:';
  }
}

/**
 * Opens a web page in the system's browser.
 * @throws RondaError `common.invalid-input` for anything but https: `file:`, `smb:` and custom schemes start programs
 */
export async function openExternal(
  url: string,
  open: (url: string) => Promise<void> = shell.openExternal,
): Promise<void> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new RondaError('common.invalid-input', { field: 'url', problem: 'https: only' });
  }
  await open(new URL(url).href);
}
