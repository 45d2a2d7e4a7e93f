import type { AlertsView } from '../../shared/domain/alerts.ts';
import { mirrors } from './mirrors.ts';

/** What core says of alerts; null until it has looked for the first time. */
export function useAlerts(): AlertsView | null {
  return mirrors.alerts((state) => Object.values(state.entities)[0] ?? null);
}
