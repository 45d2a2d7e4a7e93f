import type { Bridge } from '../../shared/bridge.ts';
import type { EventOf, InputOf, OperationName, OutputOf } from '../../shared/contract.ts';
import { fromErrorShape, RondaError } from '../../shared/errors.ts';

export interface CallOptions<N extends OperationName> {
  signal?: AbortSignal;
  onEvent?: (event: EventOf<N>) => void;
}

/** Runs one operation of the contract. @throws RondaError for every failure, cancelling included. */
export type Call = <N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options?: CallOptions<N>,
) => Promise<OutputOf<N>>;

/**
 * The window's side of the bridge. Events are acknowledged by the preload once the listener has returned, so a
 * listener must do its work before it returns and not queue it: that is what slows a fast source down.
 */
export function createClient(bridge: Bridge): Call {
  const listeners = new Map<string, (event: unknown) => void>();
  let nextCall = 0;
  bridge.onEvent((callId, event) => listeners.get(callId)?.(event));

  return async <N extends OperationName>(name: N, input: InputOf<N>, options: CallOptions<N> = {}) => {
    const { signal, onEvent } = options;
    if (signal?.aborted) throw new RondaError('common.cancelled');
    nextCall += 1;
    const callId = `${name}#${nextCall}`;
    if (onEvent) listeners.set(callId, (event) => onEvent(event as EventOf<N>));
    const cancel = (): void => bridge.cancel(callId);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await bridge.start(callId, name, input);
      if (!result.ok) throw fromErrorShape(result.error);
      return result.output as OutputOf<N>;
    } finally {
      listeners.delete(callId);
      signal?.removeEventListener('abort', cancel);
    }
  };
}
