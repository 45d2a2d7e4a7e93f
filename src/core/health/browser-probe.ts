import { RondaError } from '../../shared/errors.ts';
import type { CheckResult } from './evaluate-health.ts';
import { shownUrl } from './probe-http.ts';
import { sanitizeText } from './sanitize-text.ts';

/** What a browser saw of a page. */
export interface BrowserSighting {
  /** From the first byte asked for until the page said that it had loaded. */
  readonly loadMs: number;
  /** What the page wrote to its console as errors, at most twenty, as hostile as the page. */
  readonly consoleErrors: readonly string[];
  /** A picture so small that nobody's number can be read in it, as a data: address; null when none could be taken. */
  readonly thumbnail: string | null;
}

/**
 * Loads a page as a person's browser would, in a window that nobody sees.
 * @throws RondaError `health.page-*`
 */
export type BrowserProbe = (
  url: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
) => Promise<BrowserSighting>;

/** Takes what the browser saw into what the plain request found; a page that does not load has failed. */
export async function lookInBrowser(
  found: CheckResult,
  url: string,
  browser: BrowserProbe,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    const { loadMs, consoleErrors, thumbnail } = await browser(url, { timeoutMs, signal });
    const [first] = consoleErrors;
    const remark =
      first === undefined ? '' : ` · console errors: ${consoleErrors.length} (${sanitizeText(first, 120)})`;
    return {
      ...found,
      latencyMs: Math.round(loadMs * 10) / 10,
      message: sanitizeText(`${found.message} · loaded${remark}`),
      ...(thumbnail === null ? {} : { thumbnail }),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RondaError)) throw error;
    const { message } = error;
    return { ...found, outcome: 'fail', message: sanitizeText(message), cause: error.toShape() };
  }
}

/** Of the errors that a browser's own words may say of a page. */
export function pageError(
  code: 'health.page-failed' | 'health.page-slow' | 'health.page-crashed',
  url: string,
  detail: string | number,
): RondaError {
  return new RondaError(code, { target: shownUrl(url), detail: sanitizeText(String(detail), 120) });
}
