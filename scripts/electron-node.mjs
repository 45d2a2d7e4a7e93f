import { runChild } from './run-child.mjs';

/**
 * The environment in which Electron's binary is a plain Node. What the caller's environment says to Node or Electron
 * is left out: NODE_OPTIONS meant for another Node can keep this one from starting.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string>} [extra] set last, so it may name ELECTRON_ variables again
 */
export function electronNodeEnv(env, extra = {}) {
  return { ...withoutElectronVariables(env), ...extra, ELECTRON_RUN_AS_NODE: '1' };
}

/** An environment without NODE_OPTIONS and ELECTRON_ variables. */
export function withoutElectronVariables(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('ELECTRON_')),
  );
}

/**
 * Runs a script in Electron's own Node (the crypto, SQLite and ABI that ship), in this process's place.
 *
 * @param {string} electron path of the Electron binary
 * @param {string} script
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, extraEnv?: Record<string, string>,
 *   stdio?: import('node:child_process').StdioOptions}} [options] `env` is the
 *   environment to start from, this process's when not given; `extraEnv` is set last and kept as it is
 * @returns {Promise<number>} exit code
 */
export function runInElectronNode(
  electron,
  script,
  args,
  { cwd, env = process.env, extraEnv, stdio = 'inherit' } = {},
) {
  return runChild(electron, [script, ...args], { cwd, stdio, env: electronNodeEnv(env, extraEnv) });
}
