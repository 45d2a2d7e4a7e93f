import { create } from 'zustand';
import type { DatabaseKey } from '../stores/backups.ts';

export type SettingsSection = 'general' | 'servers' | 'alerts' | 'vault' | 'about';

/** Where the window is. A screen that shows one thing names it here, so that it can be linked to from anywhere. */
export type Route =
  | { readonly screen: 'overview' }
  | { readonly screen: 'services'; readonly serviceId: string | null }
  | { readonly screen: 'logs'; readonly serviceId: string | null; readonly containerId: string | null }
  | { readonly screen: 'backups'; readonly database: DatabaseKey | null }
  | { readonly screen: 'incidents'; readonly incidentId: string | null }
  | { readonly screen: 'manual' }
  | { readonly screen: 'settings'; readonly section: SettingsSection };

export type Screen = Route['screen'];

/** The rail's order, and that of Ctrl+1 … Ctrl+7. */
export const screens: readonly Screen[] = [
  'overview',
  'services',
  'logs',
  'backups',
  'incidents',
  'manual',
  'settings',
];

export const useRoute = create<Route>(() => ({ screen: 'overview' }));

export function go(route: Route): void {
  useRoute.setState(route, true);
}

export function goTo(screen: Screen): void {
  const starts: Record<Screen, Route> = {
    overview: { screen: 'overview' },
    services: { screen: 'services', serviceId: null },
    logs: { screen: 'logs', serviceId: null, containerId: null },
    backups: { screen: 'backups', database: null },
    incidents: { screen: 'incidents', incidentId: null },
    manual: { screen: 'manual' },
    settings: { screen: 'settings', section: 'general' },
  };
  go(starts[screen]);
}
