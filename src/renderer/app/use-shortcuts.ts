import { useEffect } from 'react';
import { closeDialog, openDialog } from './dialogs.ts';
import { goTo, screens } from './router.ts';

/** Ctrl/Cmd+K opens the palette, Ctrl/Cmd+1 … 7 the screens in the rail's order. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openDialog({ kind: 'palette' });
        return;
      }
      const screen = screens[Number(event.key) - 1];
      if (!screen) return;
      event.preventDefault();
      closeDialog();
      goTo(screen);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
