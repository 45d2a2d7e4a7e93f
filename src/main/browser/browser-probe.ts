import { BrowserWindow, type Session, session } from 'electron';
import { type BrowserProbe, pageError } from '../../core/health/browser-probe.ts';

/** Its own session, in memory only: nothing of the page outlives the look, and nothing of ours is in it. */
export const probePartition = 'browser-probe';

const size = { width: 1280, height: 800 };
/** So small that no number on the page can be read. */
const thumbnailWidth = 320;
const mostErrors = 20;
/** What the page draws right after it has loaded. */
const settleMs = 400;

/** One page at a time: a look is not worth the memory of a second renderer. */
export function createBrowserProbe(): BrowserProbe {
  let last: Promise<unknown> = Promise.resolve();
  return (url, options) => {
    const look = last.then(
      () => lookAt(url, options),
      () => lookAt(url, options),
    );
    last = look.catch(() => undefined);
    return look;
  };
}

const lookAt: BrowserProbe = async (url, { timeoutMs, signal }) => {
  signal.throwIfAborted();
  const apart = guarded(session.fromPartition(probePartition));
  const window = new BrowserWindow({
    ...size,
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      session: apart,
      // Without a screen the page is still drawn, so that there is something to take a picture of.
      offscreen: true,
      disableDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
    },
  });
  const { webContents } = window;
  webContents.setAudioMuted(true);
  const consoleErrors: string[] = [];
  webContents.on('console-message', ({ level, message }) => {
    if (level === 'error' && consoleErrors.length < mostErrors) consoleErrors.push(message.slice(0, 300));
  });
  let stop = (): void => undefined;
  try {
    const ended = new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(() => reject(pageError('health.page-slow', url, timeoutMs / 1000)), timeoutMs);
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      webContents.once('render-process-gone', (_event, { reason }) =>
        reject(pageError('health.page-crashed', url, reason)),
      );
      stop = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
    });
    // Whoever comes second is not heard: the race is over by then.
    ended.catch(() => undefined);
    const started = performance.now();
    await Promise.race([window.loadURL(url), ended]).catch((error: unknown) => {
      if (error instanceof Error && 'errno' in error)
        throw pageError('health.page-failed', url, String('code' in error ? error.code : error.message));
      throw error;
    });
    const loadMs = performance.now() - started;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, settleMs)), ended]);
    const picture = await Promise.race([webContents.capturePage(), ended]);
    const small = picture.isEmpty() ? null : picture.resize({ width: thumbnailWidth, quality: 'good' });
    const thumbnail = small && `data:image/jpeg;base64,${small.toJPEG(60).toString('base64')}`;
    return { loadMs, consoleErrors, thumbnail };
  } finally {
    stop();
    window.destroy();
    await apart.clearStorageData();
    await apart.clearCache();
  }
};

/** Nothing is asked of a person, downloaded, or reached but by http and https. */
function guarded(apart: Session): Session {
  apart.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  apart.setPermissionCheckHandler(() => false);
  apart.setDevicePermissionHandler(() => false);
  apart.removeAllListeners('will-download');
  apart.on('will-download', (event) => event.preventDefault());
  apart.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !/^(https?|wss?|data|blob):/i.test(url) }),
  );
  return apart;
}
