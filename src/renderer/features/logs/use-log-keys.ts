import { useEffect, useRef } from 'react';

export interface LogKeys {
  readonly search: () => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly follow: () => void;
  readonly clear: () => void;
}

const byKey: Readonly<Record<string, keyof LogKeys>> = {
  '/': 'search',
  g: 'first',
  Home: 'first',
  G: 'last',
  End: 'last',
  f: 'follow',
  Escape: 'clear',
};

/** The keys of less and lnav. They rest while something is typed or a dialog is open; Escape works in the search. */
export function useLogKeys(keys: LogKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      const typing = target?.closest('input, textarea, select') ?? null;
      if (typing !== null && !(event.key === 'Escape' && typing.matches('[type=search]'))) return;
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      const action = byKey[event.key];
      if (!action) return;
      event.preventDefault();
      latest.current[action]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
