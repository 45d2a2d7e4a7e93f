import { create } from 'zustand';
import type { ServiceAction, TileView } from '../../shared/domain/service.ts';

export interface ActionRequest {
  readonly tile: TileView;
  readonly action: ServiceAction;
  /** The incident it is done for, if any. */
  readonly incidentId?: string;
}

/** Dialogs that can be opened from anywhere; the shell shows them. */
export type OpenDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'add-host'; readonly target: 'local' | 'ssh' }
  | { readonly kind: 'service-action'; readonly request: ActionRequest }
  | { readonly kind: 'open-incident'; readonly hostId: string | null; readonly serviceId: string | null }
  | { readonly kind: 'silence'; readonly hostId: string; readonly serviceId: string | null }
  | { readonly kind: 'restore'; readonly backupId: string };

const useDialog = create<{ dialog: OpenDialog }>(() => ({ dialog: { kind: 'none' } }));

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog });
}

export function closeDialog(): void {
  useDialog.setState({ dialog: { kind: 'none' } });
}

export function useOpenDialog(): OpenDialog {
  return useDialog((state) => state.dialog);
}
