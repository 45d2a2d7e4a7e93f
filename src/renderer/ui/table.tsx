import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

interface TableProps {
  readonly label: string;
  readonly columns: readonly {
    readonly title: string;
    readonly className?: string;
    readonly hidden?: boolean;
  }[];
  readonly children: ReactNode;
  /** Keeps to a part of the screen and scrolls in itself, under a head that stays. */
  readonly tall?: boolean;
}

/** A plain table; scrolls by itself when it is wider than its place. */
export function Table({ label, columns, children, tall = false }: TableProps) {
  return (
    <div
      // What scrolls and holds no control must take the arrow keys itself
      tabIndex={tall ? 0 : undefined}
      className={classes(
        'overflow-x-auto rounded-lg border border-line bg-surface',
        tall && 'max-h-80 overflow-y-auto',
      )}
    >
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={classes(
                  'px-3 py-2 text-2xs font-medium whitespace-nowrap text-faint',
                  // A border would scroll away with the rows: the line below is a shadow.
                  tall && 'sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--line)]',
                  column.className,
                )}
              >
                {column.hidden ? <span className="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={classes('border-b border-line/70 last:border-0', className)} {...rest} />;
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={classes('px-3 py-2 align-top', className)} {...rest} />;
}
