import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BrowserWindow } from 'electron';

/**
 * Prints a page of our own making to PDF, in a window that nobody sees: without scripts, without a session that lasts,
 * and with nothing to load but the page.
 */
export async function printPage(html: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'ronda-print-'));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false, partition: 'print' },
  });
  try {
    const page = join(folder, 'page.html');
    await writeFile(page, html, { mode: 0o600 });
    const allowed = pathToFileURL(page).href;
    window.webContents.session.webRequest.onBeforeRequest(({ url }, answer) =>
      answer({ cancel: url !== allowed }),
    );
    await window.loadURL(allowed);
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      displayHeaderFooter: false,
    });
  } finally {
    window.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}
