import { useEffect, useState } from 'react';
import type { FoundProject } from '../../../shared/domain/found-project.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { type ErrorShape, isAbort, toErrorShape } from '../../../shared/errors.ts';
import { call } from '../../bridge/ronda.ts';
import type { HostDraft } from './use-add-host.ts';

interface Tried {
  readonly connection: HostView['connection'] | null;
  /** Null until the host has answered. */
  readonly projects: readonly FoundProject[] | null;
  readonly error: ErrorShape | null;
}
const nothingYet: Tried = { connection: null, projects: null, error: null };

/** Connects a host that is not added yet and looks at what runs there; leaving the page ends it. */
export function useTryHost({ name, target }: HostDraft) {
  const [tried, setTried] = useState<Tried>(nothingYet);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` only says that it is time to try again.
  useEffect(() => {
    const abort = new AbortController();
    setTried(nothingYet);
    call(
      'hosts.try',
      { name, target },
      {
        signal: abort.signal,
        onEvent: ({ connection }) => {
          // The end of a try is a disconnect, whose empty steps say nothing.
          if (!abort.signal.aborted && connection.steps.length > 0)
            setTried((last) => ({ ...last, connection }));
        },
      },
    )
      .then(({ projects }) => {
        if (!abort.signal.aborted) setTried((last) => ({ ...last, projects }));
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted && !isAbort(error))
          setTried((last) => ({ ...last, error: toErrorShape(error) }));
      });
    return () => abort.abort();
  }, [name, target, turn]);

  return { ...tried, retry: () => setTurn((last) => last + 1) };
}
