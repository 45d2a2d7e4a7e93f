import { RondaError, toErrorShape } from '../../shared/errors.ts';
import type { PublishedState, SliceName, StateChange, StateEvent } from '../../shared/state.ts';
import type { Call } from '../bridge/client.ts';
import { useLink } from './link.ts';
import { type MirrorStore, mirrors } from './mirrors.ts';

const sliceNames = Object.keys(mirrors) as SliceName[];
/** Pause before a lost subscription is asked for again, ms: core is in the same program, so it is soon back. */
const retryAfterMs = 1000;

function writeSnapshot(state: PublishedState): void {
  for (const slice of sliceNames) {
    // The slice's name ties store and entities together; TypeScript cannot follow that through a loop.
    (mirrors[slice] as MirrorStore<SliceName>).setState({ entities: state[slice] ?? {} });
  }
}

function writeChanges(changes: readonly StateChange[]): void {
  const bySlice = new Map<SliceName, StateChange[]>();
  for (const change of changes) bySlice.set(change.slice, [...(bySlice.get(change.slice) ?? []), change]);
  for (const [slice, sliceChanges] of bySlice) {
    const store = mirrors[slice] as MirrorStore<SliceName>;
    const entities = { ...store.getState().entities };
    for (const { key, value } of sliceChanges) {
      if (value === null) delete entities[key];
      else entities[key] = value;
    }
    store.setState({ entities });
  }
}

/**
 * Fills the mirrors from `app.watch`: a snapshot, then patches numbered one by one. A missing number means that
 * a change was lost, so the subscription starts anew instead of showing a state that never was.
 * Returns the way to end it.
 */
export function startSubscription(call: Call, wait: (ms: number) => Promise<void> = sleep): () => void {
  const ended = new AbortController();

  const watchOnce = async (): Promise<void> => {
    const attempt = new AbortController();
    const stop = (): void => attempt.abort();
    ended.signal.addEventListener('abort', stop, { once: true });
    let revision: number | null = null;
    const onEvent = (event: StateEvent): void => {
      if (attempt.signal.aborted) return;
      if (event.kind === 'snapshot') {
        writeSnapshot(event.state);
        revision = event.revision;
        useLink.setState({ state: 'live', error: null });
      } else if (revision !== null && event.revision === revision + 1) {
        writeChanges(event.changes);
        revision = event.revision;
      } else {
        attempt.abort();
      }
    };
    try {
      await call('app.watch', {}, { signal: attempt.signal, onEvent });
      // It is a stream without an end: one that ends by itself was cut off by core's shutdown.
      throw new RondaError('common.cancelled');
    } catch (error) {
      // A gap aborts the attempt on purpose: the link is well, only the numbering is not.
      if (attempt.signal.aborted) return;
      useLink.setState({ state: 'lost', error: toErrorShape(error) });
      await wait(retryAfterMs);
    } finally {
      ended.signal.removeEventListener('abort', stop);
    }
  };

  const keepWatching = async (): Promise<void> => {
    while (!ended.signal.aborted) await watchOnce();
  };
  void keepWatching();
  return () => ended.abort();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
