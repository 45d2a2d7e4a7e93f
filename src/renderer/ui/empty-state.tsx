import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly body?: string;
  readonly children?: ReactNode;
  readonly className?: string;
}

export function EmptyState({ icon: Icon, title, body, children, className }: EmptyStateProps) {
  return (
    <div
      className={classes('flex flex-col items-center justify-center gap-2 px-6 py-14 text-center', className)}
    >
      <Icon aria-hidden className="mb-1 size-8 text-line-strong" strokeWidth={1.5} />
      <h2 className="text-base font-medium">{title}</h2>
      {body && <p className="max-w-md text-muted">{body}</p>}
      {children && <div className="mt-3 flex gap-2">{children}</div>}
    </div>
  );
}
