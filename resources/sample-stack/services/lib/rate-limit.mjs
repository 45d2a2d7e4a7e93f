const WINDOW_MS = 60_000;

/**
 * So many requests a minute from each address, everything counted, `/health` too: a checker that asks too often is
 * really refused.
 *
 * @param {{perMinute: number, now?: () => number}} options
 * @returns {(address: string) => number} seconds to wait; 0 when the request may pass
 */
export function createRateLimit({ perMinute, now = Date.now }) {
  /** @type {Map<string, {since: number, count: number}>} */
  const windows = new Map();
  return (address) => {
    const time = now();
    for (const [key, { since }] of windows) if (time - since >= WINDOW_MS) windows.delete(key);
    const window = windows.get(address) ?? { since: time, count: 0 };
    window.count += 1;
    windows.set(address, window);
    return window.count <= perMinute ? 0 : Math.ceil((window.since + WINDOW_MS - time) / 1000);
  };
}
