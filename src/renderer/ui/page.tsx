import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface PageProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** `fill`: the content scrolls inside itself (logs, two panes); `scroll`: the page scrolls. */
  readonly mode?: 'scroll' | 'fill';
}

/** The frame of every screen: a heading, what can be done, and the content below. */
export function Page({ title, subtitle, actions, children, mode = 'scroll' }: PageProps) {
  return (
    // Positioned, so that what is hidden from sight in a table (`sr-only`) scrolls with it and does not stretch the window.
    <div className={classes('flex h-full flex-col', mode === 'scroll' && 'relative overflow-y-auto')}>
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-5 pt-3 pb-2">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {subtitle && <div className="min-w-0 text-muted">{subtitle}</div>}
        {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={classes('px-5 pb-5', mode === 'fill' && 'min-h-0 flex-1')}>{children}</div>
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  actions,
  children,
  className,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section aria-label={title} className={classes('flex flex-col gap-2', className)}>
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

export function Card({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return <div className={classes('rounded-xl border border-line bg-surface p-4', className)}>{children}</div>;
}
