import { readFileSync, statSync } from 'node:fs';
import { log } from './log.mjs';

/**
 * @typedef {object} Switches
 * @property {boolean} unhealthy `/health` answers 503
 * @property {number} slowMs delay of every answer
 * @property {number} crashAfterMs exit with code 1 this long after start; 0 is off
 * @property {number} noiseLinesPerSecond 0 is off
 * @property {boolean} providerDown (AI) behave as if the model provider did not answer
 * @property {number} writerTps (Warga) transactions per second of the steady writer
 */

/** @type {Switches} */
const OFF = {
  unhealthy: false,
  slowMs: 0,
  crashAfterMs: 0,
  noiseLinesPerSecond: 0,
  providerDown: false,
  writerTps: 0,
};

/**
 * Watches the control file. It lies in the container's own layer: it outlives a restart (a crash loop stays one) and
 * ends with the container, so that recreating it heals the service; and `docker cp` can write it in any state.
 *
 * @param {string} file
 * @param {Partial<Switches>} initial what holds while the file says nothing else
 */
export function watchSwitches(file, initial = {}) {
  let current = { ...OFF, ...initial };
  let seen = '';
  /** @type {((now: Switches) => void)[]} */
  const listeners = [];

  const read = () => {
    let stamp;
    try {
      const stat = statSync(file);
      stamp = `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
    } catch {
      // No file yet: nothing was switched.
      return;
    }
    if (stamp === seen) return;
    try {
      current = { ...OFF, ...initial, ...JSON.parse(readFileSync(file, 'utf8')) };
    } catch {
      // Read in the middle of being written: the next look finds all of it.
      return;
    }
    seen = stamp;
    log('info', 'switches changed', { switches: current });
    for (const listener of listeners) listener(current);
  };

  read();
  setInterval(read, 150).unref();
  return {
    get current() {
      return current;
    },
    /** @param {(now: Switches) => void} listener called at once and on each change */
    onChange(listener) {
      listeners.push(listener);
      listener(current);
    },
  };
}
