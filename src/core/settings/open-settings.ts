import type { AppStatusBoard } from '../app/app-status.ts';
import type { Clock } from '../platform/clock.ts';
import type { StatePublisher } from '../state/published-state.ts';
import { loadSettings, type SettingsStore } from './settings-store.ts';

/** Loads the settings, keeps the published ones in step, and shows what was wrong with the file. */
export async function openSettings(ports: {
  readonly file: string;
  readonly clock: Clock;
  readonly state: StatePublisher;
  readonly board: AppStatusBoard;
}): Promise<SettingsStore> {
  const { store, problem } = await loadSettings(ports);
  if (problem) ports.board.notice('warning', problem);
  ports.state.set('settings', 'settings', store.get());
  store.subscribe((settings) => ports.state.set('settings', 'settings', settings));
  return store;
}
