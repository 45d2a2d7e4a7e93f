import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';
import { Tooltip } from './tooltip.tsx';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';

const variants: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent font-medium hover:brightness-108 active:brightness-95',
  secondary: 'bg-raised text-ink border border-line-strong hover:border-faint hover:bg-surface',
  ghost: 'text-muted hover:text-ink hover:bg-line/60',
  danger: 'bg-down-solid text-on-solid font-medium hover:brightness-110 active:brightness-95',
};

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: Variant;
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon;
  /** Shows a spinner and takes no more clicks; stays focusable, so that focus is not thrown away. */
  readonly busy?: boolean;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors duration-100',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-progress',
        size === 'md' ? 'h-8 px-3 text-sm' : 'h-7 px-2.5 text-xs',
        variants[variant],
        className,
      )}
      {...rest}
    >
      {busy ? (
        <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
      ) : (
        Icon && <Icon aria-hidden className={size === 'md' ? 'size-4' : 'size-3.5'} />
      )}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly busy?: boolean;
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton({
  icon: Icon,
  label,
  busy = false,
  className,
  tooltipSide = 'top',
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} side={tooltipSide}>
      <button
        type="button"
        aria-label={label}
        aria-busy={busy || undefined}
        onClick={busy ? (event) => event.preventDefault() : onClick}
        className={classes(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-faint transition-colors duration-100',
          'hover:bg-line/60 hover:text-ink focus-visible:text-ink disabled:cursor-not-allowed disabled:opacity-40',
          className,
        )}
        {...rest}
      >
        {busy ? (
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
        ) : (
          <Icon aria-hidden className="size-4" />
        )}
      </button>
    </Tooltip>
  );
}
