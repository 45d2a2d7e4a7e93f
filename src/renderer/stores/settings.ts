import { type AppStatus, defaultSettings, type Settings } from '../../shared/domain/settings.ts';
import { mirrors } from './mirrors.ts';

// Both slices hold one entity; its key is core's affair.
const first = <T>(entities: Readonly<Record<string, T>>): T | undefined => Object.values(entities)[0];

/** Before the first snapshot the defaults apply, so that the window never starts in the wrong language twice. */
export function currentSettings(): Settings {
  return first(mirrors.settings.getState().entities) ?? defaultSettings;
}

export function useSettings(): Settings {
  return mirrors.settings((state) => first(state.entities) ?? defaultSettings);
}

export function useAppStatus(): AppStatus | null {
  return mirrors.app((state) => first(state.entities) ?? null);
}
