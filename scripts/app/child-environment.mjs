import path from 'node:path';

/**
 * What tests, demo and benchmarks are told about the set-up, as environment variables.
 *
 * - `RONDA_DEV_CACHE`: the cache folder
 * - `ELECTRON_EXEC_PATH`, `ELECTRON_OVERRIDE_DIST_PATH`: the Electron binary and its folder
 * - `RONDA_APP_EXECUTABLE`: the one executable that starts the console with its sandbox on, for Playwright
 * - `RONDA_APP_PATH`: the app folder to give to it
 * - `RONDA_APP_USER`, `RONDA_APP_UID`, `RONDA_APP_GID`: the unprivileged user, under root only
 * - `RONDA_COMPOSE_V2`: the Compose v2 executable, where there is one
 *
 * @param {Awaited<ReturnType<import('../bootstrap.mjs').bootstrap>>} setUp
 * @param {{command: string, appPath: string}} [launch]
 * @returns {Record<string, string>}
 */
export function childEnvironment({ cacheDir, electron, user, composeV2 }, launch) {
  return {
    RONDA_DEV_CACHE: cacheDir,
    ...(electron && {
      ELECTRON_EXEC_PATH: electron.path,
      ELECTRON_OVERRIDE_DIST_PATH: distFolder(electron.path),
    }),
    ...(launch && { RONDA_APP_EXECUTABLE: launch.command, RONDA_APP_PATH: launch.appPath }),
    ...(user && {
      RONDA_APP_USER: user.name,
      RONDA_APP_UID: String(user.uid),
      RONDA_APP_GID: String(user.gid),
    }),
    ...(composeV2 && { RONDA_COMPOSE_V2: composeV2 }),
  };
}

/** The folder that the `electron` package joins its platform's inner path to (macOS hides the binary in a bundle). */
export function distFolder(electronPath) {
  const bundle = electronPath.indexOf('Electron.app');
  return bundle > 0 ? path.resolve(electronPath.slice(0, bundle)) : path.dirname(electronPath);
}

/** This process's environment without what would lead tests and demo to a Docker daemon or state of the person's. */
export function isolatedEnvironment(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !name.startsWith('DOCKER_') && !name.startsWith('COMPOSE_') && name !== 'RONDA_HOME',
    ),
  );
}
