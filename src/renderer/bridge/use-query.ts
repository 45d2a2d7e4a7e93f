import { useCallback, useEffect, useState } from 'react';
import type { InputOf, OperationName, OutputOf } from '../../shared/contract.ts';
import { type ErrorShape, isAbort, toErrorShape } from '../../shared/errors.ts';
import { call } from './ronda.ts';

export interface Query<T> {
  readonly data: T | null;
  readonly error: ErrorShape | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Asks once and again whenever the input changes in value; the last good answer stays while it reloads, so the
 * view does not blink. `null` as input asks nothing. `version` asks again although the input is the same.
 */
export function useQuery<N extends OperationName>(
  name: N,
  input: InputOf<N> | null,
  version: unknown = 0,
): Query<OutputOf<N>> {
  const key = input === null ? null : JSON.stringify(input);
  const [state, setState] = useState<{
    key: string | null;
    data: OutputOf<N> | null;
    error: ErrorShape | null;
  }>({
    key: null,
    data: null,
    error: null,
  });
  const [loading, setLoading] = useState(key !== null);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and `turn` only say that it is time to ask again.
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setLoading(true);
    call(name, JSON.parse(key) as InputOf<N>, { signal: abort.signal })
      .then((data) => {
        if (!abort.signal.aborted) setState({ key, data, error: null });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted && !isAbort(error))
          setState((last) => ({
            key,
            data: last.key === key ? last.data : null,
            error: toErrorShape(error),
          }));
      })
      .finally(() => {
        if (!abort.signal.aborted) setLoading(false);
      });
    return () => abort.abort();
  }, [name, key, version, turn]);

  const reload = useCallback(() => setTurn((last) => last + 1), []);
  const current = state.key === key;
  return {
    data: current ? state.data : null,
    error: current ? state.error : null,
    loading: loading || (key !== null && !current),
    reload,
  };
}
