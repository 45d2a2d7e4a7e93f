import type { PublishedStateStore } from '../state/published-state.ts';

/** What health has to know of a host: who it is and by which manual it is run. */
export interface WatchedHost {
  readonly id: string;
  readonly name: string;
  readonly profileId: string;
}

export interface HostDirectory {
  list(): WatchedHost[];
  subscribe(listener: () => void): () => void;
}

/** The hosts as they are published. */
export function hostsOfState(state: PublishedStateStore): HostDirectory {
  return {
    list: () => state.list('hosts').map(({ id, name, profileId }) => ({ id, name, profileId })),
    subscribe: (listener) =>
      state.subscribe((event) => {
        if (event.kind === 'snapshot' || event.changes.some(({ slice }) => slice === 'hosts')) listener();
      }),
  };
}
