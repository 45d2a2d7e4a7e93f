import { useShallow } from 'zustand/react/shallow';
import type { SilenceView } from '../../shared/domain/silence.ts';
import { mirrors } from './mirrors.ts';

/** Those that hold first, then what comes next; of every host. */
export function useSilences(): readonly SilenceView[] {
  return mirrors.silences(
    useShallow((state) =>
      Object.values(state.entities).sort(
        (a, b) =>
          (a.activeUntil ?? Number.POSITIVE_INFINITY) - (b.activeUntil ?? Number.POSITIVE_INFINITY) ||
          (a.nextAt ?? 0) - (b.nextAt ?? 0),
      ),
    ),
  );
}
