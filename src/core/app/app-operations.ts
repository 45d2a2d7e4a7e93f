import { RondaError } from '../../shared/errors.ts';
import type { StateEvent } from '../../shared/state.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { PublishedStateStore } from '../state/published-state.ts';
import type { StateClient } from '../storage/state-client.ts';
import type { AppStatusBoard } from './app-status.ts';

/** A watcher this far behind is not sent patch after patch any more but, once it has room, the whole anew. */
const maxWaiting = 200;

export function appOperations(deps: {
  readonly state: PublishedStateStore;
  readonly settings: SettingsStore;
  readonly board: AppStatusBoard;
  readonly storage: StateClient;
}): Handlers<'app.watch' | 'app.update-settings' | 'app.dismiss-notice' | 'app.restore-state'> {
  return {
    'app.watch': async (_input, { signal, emit }) => {
      await watch(deps.state, signal, emit);
      return {};
    },
    'app.update-settings': (change) => {
      // Keys that were left out must not overwrite what stands.
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      return deps.settings.update(given);
    },
    'app.dismiss-notice': async ({ id }) => {
      deps.board.dismiss(id);
      return {};
    },
    'app.restore-state': async () => {
      const day = await deps.storage.stageNewestCopy();
      if (!day) throw new RondaError('state.no-copy');
      return { copyFrom: day };
    },
  };
}

async function watch(
  state: PublishedStateStore,
  signal: AbortSignal,
  emit: (event: StateEvent) => Promise<void>,
): Promise<void> {
  let waiting: StateEvent[] = [];
  let wake = (): void => undefined;
  const enqueue = (event: StateEvent): void => {
    waiting.push(event);
    wake();
  };
  let unsubscribe = state.subscribe(enqueue);
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (waiting.length > maxWaiting) {
        unsubscribe();
        waiting = [];
        unsubscribe = state.subscribe(enqueue);
      }
      const event = waiting.shift();
      if (event) {
        await emit(event);
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        // Both may have happened between the checks above and this line's registration.
        if (waiting.length > 0 || signal.aborted) resolve();
      });
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
  }
}
