import { useCallback, useEffect, useRef, useState } from 'react';
import { type ErrorShape, isAbort, toErrorShape } from '../../shared/errors.ts';

export interface Action<A extends unknown[]> {
  /** Runs it unless it is running already; true when it succeeded. Never throws: the error is in `error`. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: ErrorShape | null;
  readonly clear: () => void;
}

/** A thing a person sets off: shows that it runs, refuses to run twice at once, keeps the error to be shown. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const running = useRef(false);
  const mounted = useRef(true);
  const latest = useRef(work);
  latest.current = work;

  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const run = useCallback(async (...args: A) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await latest.current(...args);
      return true;
    } catch (thrown) {
      if (mounted.current && !isAbort(thrown)) setError(toErrorShape(thrown));
      return false;
    } finally {
      running.current = false;
      if (mounted.current) setBusy(false);
    }
  }, []);

  return { run, busy, error, clear: useCallback(() => setError(null), []) };
}
