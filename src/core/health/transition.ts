import type { TileView } from '../../shared/domain/service.ts';
import type { Status } from '../../shared/domain/status.ts';
import type { ErrorShape } from '../../shared/errors.ts';

/** A tile, or a whole host, went from one status to another: what incidents and alerts act on. */
export interface HealthTransition {
  readonly hostId: string;
  /** Null: the host itself; then `to` is `unobserved` when its connection was lost and `up` when it is back. */
  readonly serviceId: string | null;
  /** The check that decides, where one does. */
  readonly checkId: string | null;
  /** Of the service or the host, for people. */
  readonly name: string;
  /** What was observed before, also when nobody watched in between; `unobserved` when nothing ever was. */
  readonly from: Status;
  readonly to: Status;
  readonly at: number;
  readonly reason: string;
  readonly cause?: ErrorShape;
  /** The profile calls this service a main function. */
  readonly mainFunction: boolean;
  /** Every watched service of the host is down now. */
  readonly allDown: boolean;
  /** It is the gateway, and what is behind it answers. */
  readonly behindAnswers?: boolean;
  readonly tile: TileView | null;
  /** It is about the host's own state (a full disk), not about its connection: `down` or `up`. */
  readonly vital?: { readonly key: string; readonly title: string };
}
