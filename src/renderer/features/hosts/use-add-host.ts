import { useState } from 'react';
import type { HostTarget } from '../../../shared/domain/host.ts';

/** A host as it was filled in, before it is added. */
export interface HostDraft {
  readonly name: string;
  readonly target: HostTarget;
}

/** The two halves of adding a host: the form, and what was found with it. Going back keeps what was typed. */
export function useAddHost() {
  const [draft, setDraft] = useState<HostDraft | null>(null);
  return {
    draft,
    begin: (name: string, target: HostTarget): void => setDraft({ name, target }),
    back: (): void => setDraft(null),
  };
}
