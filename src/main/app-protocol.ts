import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

/** The window's only origin. A scheme of our own, so that `file:` needs no privileges at all. */
export const appOrigin = 'app://ronda';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Nothing inline, nothing from elsewhere, no connection: the window talks through the bridge or not at all. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false, codeCache: true } },
  ]);
}

/** Serves the built window from `folder` and nothing outside it. */
export function serveApp(folder: string): void {
  const root = normalize(folder) + sep;
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const type = contentTypes[extname(url.pathname)];
    const file = normalize(join(root, decodeURIComponent(url.pathname)));
    if (request.method !== 'GET' || url.host !== 'ronda' || !type || !file.startsWith(root)) {
      return new Response('', { status: 404 });
    }
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch (error) {
      // A file that is not there is an ordinary answer; anything else is worth a status of its own.
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      return new Response('', { status: missing ? 404 : 500 });
    }
  });
}
