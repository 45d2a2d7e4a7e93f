import { useState } from 'react';

/**
 * For `onCloseAutoFocus` of a dialog that is mounted when it opens: gives the focus back to what had it before.
 * Radix gives it to its own trigger only, and such a dialog has none: the focus would be lost to the page.
 */
export function useReturnFocus(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    const back = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
    (back ? opener : document.getElementById('content'))?.focus();
  };
}
