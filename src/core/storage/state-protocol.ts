import type { ErrorShape } from '../../shared/errors.ts';

/** What the state worker is started with. */
export interface StateWorkerData {
  readonly file: string;
  readonly copiesFolder: string;
}

export type StateRequest =
  | {
      readonly id: number;
      readonly kind: 'call';
      readonly feature: string;
      readonly method: string;
      readonly args: unknown[];
    }
  /** A copy named by its day, unless that day has one. */
  | { readonly id: number; readonly kind: 'copy'; readonly day: string }
  | { readonly id: number; readonly kind: 'stage-newest-copy' }
  | { readonly id: number; readonly kind: 'close' };

export type StateReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorShape };

/** The first message of the worker: how opening went. */
export type StateOpened =
  | {
      readonly opened: true;
      readonly damaged: { readonly aside: string; readonly copy: string | null } | null;
    }
  | { readonly opened: false; readonly error: ErrorShape };
