import { readFile, rename, stat } from 'node:fs/promises';
import { defaultSettings, Settings } from '../../shared/domain/settings.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { writeAtomically } from '../platform/write-atomically.ts';

/** A settings file is a few hundred bytes; one beyond this is not ours and is not read into memory. */
const maxBytes = 256 * 1024;

export interface SettingsStore {
  get(): Settings;
  /** Validated, saved, and only then in force. */
  update(change: Partial<Settings>): Promise<Settings>;
  /** Called after every change. */
  subscribe(listener: (settings: Settings) => void): () => void;
}

/**
 * Loads the settings. A file that cannot be read is set aside, and the last good one (written beside it at every
 * save) is used; what happened is returned as a problem to show.
 */
export async function loadSettings(deps: {
  readonly file: string;
  readonly clock: Clock;
}): Promise<{ store: SettingsStore; problem: RondaError | null }> {
  const { file, clock } = deps;
  const listeners = new Set<(settings: Settings) => void>();
  const lastGood = `${file}.last-good`;
  let problem: RondaError | null = null;
  let settings = defaultSettings;

  const found = await readSettings(file);
  if (found === 'damaged') {
    const aside = `${file}.damaged-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(file, aside);
    problem = new RondaError('state.settings-damaged', { aside });
    const previous = await readSettings(lastGood);
    if (previous !== 'damaged' && previous !== 'absent') settings = previous;
  } else if (found !== 'absent') {
    settings = found;
  }

  return {
    problem,
    store: {
      get: () => settings,
      async update(change) {
        const next = Settings.parse({ ...settings, ...change });
        const text = `${JSON.stringify(next, null, 2)}\n`;
        await writeAtomically(file, text);
        await writeAtomically(lastGood, text);
        settings = next;
        for (const listener of [...listeners]) listener(settings);
        return settings;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

async function readSettings(file: string): Promise<Settings | 'absent' | 'damaged'> {
  try {
    if ((await stat(file)).size > maxBytes) return 'damaged';
    return parseSettings(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'damaged';
  }
}

/** A file of an older Ronda lacks what was added since, and nothing else. */
function parseSettings(stored: unknown): Settings {
  const { tray, closeToTray, startAtLogin, backupEncryption, backupRecipients } = defaultSettings;
  // Whose backups were plain files keeps getting plain files until they say otherwise.
  const added = {
    ...{ tray, closeToTray, startAtLogin, backupEncryption, backupRecipients },
    secondCopyFolder: null,
    dataRemotes: {},
    backupCompression: false,
  };
  return Settings.parse(typeof stored === 'object' && stored !== null ? { ...added, ...stored } : stored);
}
