import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ErrorShape, isAbort, toErrorShape } from '../../../shared/errors.ts';
import { call } from '../../bridge/ronda.ts';
import { type BufferView, createLogBuffer, type LogBuffer } from './log-buffer.ts';

export interface LogTail {
  readonly buffer: LogBuffer;
  readonly view: BufferView;
  /** True when every log has come to its end: nothing more will arrive. */
  readonly ended: boolean;
  readonly error: ErrorShape | null;
  readonly retry: () => void;
}

/** Newest lines to begin with, shared by the containers that are read at once. */
const firstLines = 5000;

/**
 * Reads the logs of some containers of one host into a buffer of its own, which a change of containers empties.
 * The listener does its work before it returns (it only pushes), so a slow window slows core's reading.
 */
export function useLogTail(hostId: string, containerIds: readonly string[]): LogTail {
  const [buffer] = useState(() => createLogBuffer());
  const [state, setState] = useState<{ ended: boolean; error: ErrorShape | null }>({
    ended: false,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const key = containerIds.join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` only says that it is time to read anew.
  useEffect(() => {
    const ids = key.split(' ').filter(Boolean);
    const abort = new AbortController();
    buffer.clear();
    setState({ ended: false, error: null });
    let open = ids.length;
    const close = (): void => {
      open -= 1;
      if (open === 0 && !abort.signal.aborted) setState((last) => ({ ...last, ended: true }));
    };
    for (const [source, containerId] of ids.entries())
      call(
        'logs.tail',
        { hostId, containerId, tail: Math.ceil(firstLines / ids.length) },
        {
          signal: abort.signal,
          onEvent: ({ lines, dropped, clockSkewMs }) => {
            if (abort.signal.aborted) return;
            buffer.append(lines, source);
            buffer.noteDropped(dropped);
            buffer.noteSkew(clockSkewMs);
          },
        },
      )
        .catch((error: unknown) => {
          if (!abort.signal.aborted && !isAbort(error))
            setState((last) => ({ ...last, error: toErrorShape(error) }));
        })
        .finally(close);
    return () => abort.abort();
  }, [buffer, hostId, key, turn]);

  const view = useSyncExternalStore(buffer.subscribe, buffer.view);
  return { buffer, view, ...state, retry: () => setTurn((last) => last + 1) };
}
