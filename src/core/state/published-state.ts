import {
  type PublishedState,
  type SliceEntity,
  type SliceName,
  type StateChange,
  type StateEvent,
  stateSlices,
} from '../../shared/state.ts';

export interface StatePublisher {
  set<S extends SliceName>(slice: S, key: string, value: SliceEntity<S>): void;
  remove(slice: SliceName, key: string): void;
}

export interface PublishedStateStore extends StatePublisher {
  get<S extends SliceName>(slice: S, key: string): SliceEntity<S> | undefined;
  list<S extends SliceName>(slice: S): SliceEntity<S>[];
  /** Calls with a snapshot at once, then with numbered patches; returns the function that ends it. */
  subscribe(listener: (event: StateEvent) => void): () => void;
}

/**
 * The state that windows mirror. Core owns it; a window only ever receives copies. Changes made in one turn of
 * the event loop travel as one patch, a later change of the same key replacing the earlier.
 */
export function createPublishedState(): PublishedStateStore {
  const names = Object.keys(stateSlices) as SliceName[];
  const slices = new Map<SliceName, Map<string, unknown>>(names.map((name) => [name, new Map()]));
  const listeners = new Set<(event: StateEvent) => void>();
  let pending = new Map<string, StateChange>();
  let revision = 0;

  const entities = (slice: SliceName): Map<string, unknown> => {
    const map = slices.get(slice);
    if (!map) throw new Error(`no slice ${slice}`);
    return map;
  };
  const flush = (): void => {
    if (pending.size === 0) return;
    const changes = [...pending.values()];
    pending = new Map();
    revision += 1;
    for (const listener of [...listeners]) listener({ kind: 'patch', revision, changes });
  };
  const record = (change: StateChange): void => {
    if (pending.size === 0) setImmediate(flush);
    pending.set(`${change.slice} ${change.key}`, change);
  };

  return {
    set(slice, key, value) {
      entities(slice).set(key, value);
      record({ slice, key, value } as StateChange);
    },
    remove(slice, key) {
      if (entities(slice).delete(key)) record({ slice, key, value: null } as StateChange);
    },
    get: <S extends SliceName>(slice: S, key: string) =>
      entities(slice).get(key) as SliceEntity<S> | undefined,
    list: <S extends SliceName>(slice: S) => [...entities(slice).values()] as SliceEntity<S>[],
    subscribe(listener) {
      // What is pending is in the snapshot already: sent again as a patch it would only be redundant.
      flush();
      const state = Object.fromEntries(
        names.map((name) => [name, Object.fromEntries(entities(name))]),
      ) as PublishedState;
      listener({ kind: 'snapshot', revision, state });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
