/** How the page tells when it was ready: DevTools calls this name with the answer as JSON. */
export const probeBinding = 'rondaBenchReady';

/** Wall-clock times, in ms since 1970. */
export interface PageTimes {
  readonly firstContentfulPaint: number;
  readonly interactive: number;
}

/**
 * Runs in the page before any of its own scripts, the same text in the console and in the bare window. Interactive is
 * when something was painted, and the first enabled button of `main`, reachable by the pointer, took the focus and
 * two more frames were made: the page's thread is free to answer.
 */
export const probeScript = `(() => {
  const wallClock = (since) => performance.timeOrigin + since;
  const isReachable = (button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    if (width === 0 || height === 0) return false;
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return top !== null && (top === button || button.contains(top));
  };
  const answer = (button, painted) => {
    button.focus();
    if (document.activeElement !== button) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame((now) => ${probeBinding}(JSON.stringify({
      firstContentfulPaint: wallClock(painted.startTime),
      interactive: wallClock(now),
    }))));
  };
  const look = () => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    const button = document.querySelector('main button:not(:disabled)');
    if (painted && button && isReachable(button)) answer(button, painted);
    else requestAnimationFrame(look);
  };
  if (window === window.top && location.href !== 'about:blank') requestAnimationFrame(look);
})()`;
