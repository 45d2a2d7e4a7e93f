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
  readonly className?: string;
}

/** A plain table with a head that stays; scrolls by itself when it is wider than its place. */
export function Table({ label, columns, children, className }: TableProps) {
  return (
    <div className={classes('overflow-x-auto rounded-lg border border-line bg-surface', className)}>
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={classes(
                  'px-3 py-2 text-2xs font-medium whitespace-nowrap text-faint',
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
