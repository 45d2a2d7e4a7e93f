import { Label } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';

const control =
  'w-full rounded-md border border-line-strong bg-raised px-2.5 text-sm text-ink placeholder:text-faint aria-invalid:border-down focus-visible:outline-offset-0 disabled:opacity-60';

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A label, its control, a help line and the error that belongs to it, tied together for screen readers. */
export function Field({ label, help, error, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <Label.Root htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </Label.Root>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={classes('text-xs', error ? 'text-down' : 'text-faint')}
        >
          {note}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input autoComplete="off" spellCheck={false} className={classes(control, 'h-8', className)} {...rest} />
  );
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} className={classes(control, 'resize-y py-1.5', className)} {...rest} />;
}

/** The browser's own select: keyboard, type-ahead and screen readers come with it, and no injected styles. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={classes(control, 'select h-8 pr-7', className)} {...rest} />;
}

interface SwitchRowProps {
  readonly label: string;
  readonly help?: string;
  readonly children: (ids: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
  }) => ReactNode;
}

/** A label with its switch at the right. */
export function SwitchRow({ label, help, children }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-6">
      <div>
        <Label.Root htmlFor={id} className="font-medium">
          {label}
        </Label.Root>
        {help && (
          <p id={`${id}-help`} className="text-xs text-faint">
            {help}
          </p>
        )}
      </div>
      {children({ id, 'aria-describedby': help ? `${id}-help` : undefined })}
    </div>
  );
}
