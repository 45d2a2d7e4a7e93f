import type { Slot } from 'radix-ui';
import type { ReactNode } from 'react';

/**
 * Stands in for `react-remove-scroll` (see the alias in electron.vite.config.ts). The original writes a style tag
 * into the page, which our content security policy forbids; and there is nothing to lock, for the page itself
 * never scrolls.
 */
export function RemoveScroll({
  as: As,
  children,
}: {
  readonly as?: typeof Slot.Root;
  readonly children?: ReactNode;
}) {
  return As ? <As>{children}</As> : children;
}
