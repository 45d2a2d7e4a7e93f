import { needsVirtualDisplay, startVirtualDisplay } from './virtual-display.mjs';

/**
 * Runs `work` with a display: the person's own, or a virtual one that ends with the work.
 *
 * @template T
 * @param {{user?: {uid: number, gid: number}}} options
 * @param {(env: Record<string, string>) => Promise<T>} work gets what to add to the environment;
 *   `RONDA_VIRTUAL_DISPLAY` is in it when nobody can see the window
 * @returns {Promise<T>}
 */
export async function withDisplay({ user }, work) {
  if (!needsVirtualDisplay()) return work({});
  const display = await startVirtualDisplay({ user });
  try {
    return await work({ ...display.env, RONDA_VIRTUAL_DISPLAY: '1' });
  } finally {
    await display.stop();
  }
}
