import { readFile, rename, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { defaultSettings, Settings } from '../../shared/domain/settings.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { writeAtomically } from '../platform/write-atomically.ts';

/** A settings file is a few hundred bytes; one beyond this is not ours and is not read into memory. */
const maxBytes = 256 * 1024;

export interface SettingsStore {
  get(): Settings;
  /** Takes up what another process of this home has saved meanwhile. A file that cannot be read changes nothing. */
  reload(): Promise<Settings>;
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

  /** One at a time: a change rests on the one before it. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
  const adopt = (next: Settings): Settings => {
    if (!isDeepStrictEqual(next, settings)) {
      settings = next;
      for (const listener of [...listeners]) listener(settings);
    }
    return settings;
  };
  const reload = async (): Promise<Settings> => {
    const stored = await readSettings(file);
    return stored === 'damaged' || stored === 'absent' ? settings : adopt(stored);
  };

  return {
    problem,
    store: {
      get: () => settings,
      reload: () => inTurn(reload),
      update: (change) =>
        inTurn(async () => {
          const next = Settings.parse({ ...(await reload()), ...change });
          const text = `${JSON.stringify(next, null, 2)}\n`;
          await writeAtomically(file, text);
          await writeAtomically(lastGood, text);
          return adopt(next);
        }),
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
    transferLimitMbit: null,
    backupCompression: false,
  };
  return Settings.parse(typeof stored === 'object' && stored !== null ? { ...added, ...stored } : stored);
}
