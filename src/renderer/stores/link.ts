import { create } from 'zustand';
import type { ErrorShape } from '../../shared/errors.ts';

/** How the window stands to core: without a live link all that is shown may be old, and says so. */
export interface Link {
  readonly state: 'starting' | 'live' | 'lost';
  readonly error: ErrorShape | null;
}

export const useLink = create<Link>(() => ({ state: 'starting', error: null }));
