import type { RondaError } from '../../shared/errors.ts';
import type { Outgoing } from './alert-content.ts';

/** How an attempt ended. */
export type Delivery =
  /** It arrived. A warning is for the admin to see to, as a topic that is gone. */
  | { readonly kind: 'sent'; readonly warning?: RondaError }
  /**
   * Try again: after `afterMs` where the other side said so, else after the usual pause. `unsure`: it had left, and no
   * answer came, so it may have arrived.
   */
  | {
      readonly kind: 'retry';
      readonly error: RondaError;
      readonly afterMs?: number;
      readonly unsure: boolean;
    }
  /** This message will never be taken; the next one may be. */
  | { readonly kind: 'failed'; readonly error: RondaError }
  /** Nothing will be taken until a person has changed something. Nothing has arrived. */
  | { readonly kind: 'stop'; readonly error: RondaError }
  /** Not tried, nothing left: `locked` waits for the vault, `incomplete` for the admin. */
  | { readonly kind: 'unready'; readonly why: 'locked' | 'incomplete' };

/** A way to the admin. Never throws but for the abort of its signal. */
export interface Channel {
  deliver(message: Outgoing, signal: AbortSignal): Promise<Delivery>;
}
