import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { RondaError } from '../../shared/errors.ts';

/** Where everything of one Ronda lies. One folder, so that it can be copied, moved and thrown away whole. */
export interface HomeFolder {
  readonly root: string;
  readonly stateFile: string;
  readonly copiesFolder: string;
  readonly settingsFile: string;
  readonly vaultFile: string;
  readonly knownHostsFile: string;
  readonly profilesFolder: string;
  readonly logFile: string;
  readonly defaultBackupFolder: string;
  /** Files kept with incidents, by their hash. */
  readonly attachmentsFolder: string;
}

/**
 * The home folder that a person means: `--home`, else `RONDA_HOME`, else the platform's place for application
 * data. The window and the command line must agree on it, or each would keep a state of its own.
 */
export function defaultHomeRoot(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  userHome: string = homedir(),
): string {
  if (env.RONDA_HOME) return resolve(env.RONDA_HOME);
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Ronda');
  if (platform === 'win32') return join(env.APPDATA ?? join(userHome, 'AppData', 'Roaming'), 'Ronda');
  return join(env.XDG_DATA_HOME || join(userHome, '.local', 'share'), 'ronda');
}

export function homeFolder(root: string): HomeFolder {
  return {
    root,
    stateFile: join(root, 'ronda.db'),
    copiesFolder: join(root, 'copies'),
    settingsFile: join(root, 'settings.json'),
    vaultFile: join(root, 'vault.json'),
    knownHostsFile: join(root, 'known_hosts'),
    profilesFolder: join(root, 'profiles'),
    logFile: join(root, 'logs', 'ronda.log'),
    defaultBackupFolder: join(root, 'backups'),
    attachmentsFolder: join(root, 'attachments'),
  };
}

/**
 * Makes the folders, readable by their owner alone. Not a promise, because the window must know before Electron is
 * ready: with a home that cannot be written, Chromium only ends without a word.
 * @throws RondaError `state.not-writable` when the home cannot be written to.
 */
export function prepareHome(home: HomeFolder): void {
  try {
    for (const folder of [home.root, home.copiesFolder, home.profilesFolder]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    accessSync(home.root, constants.W_OK);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RondaError('state.not-writable', { folder: home.root, detail }, { cause: error });
  }
}
