import { RotateCw, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ErrorShape, errorText } from '../../shared/errors.ts';
import { useLanguage, useText } from '../app/i18n.ts';
import { Button, IconButton } from './button.tsx';
import { classes } from './classes.ts';

interface ErrorPanelProps {
  readonly error: ErrorShape;
  readonly onRetry?: (() => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** What went wrong, what to do about it, and the code a developer asks for. */
export function ErrorPanel({ error, onRetry, onDismiss, children, className }: ErrorPanelProps) {
  const t = useText();
  const { message, hint } = errorText(error, useLanguage());
  return (
    <div
      role="alert"
      className={classes(
        'flex items-start gap-3 rounded-lg border border-down/40 bg-down/8 px-3 py-2.5 text-ink',
        className,
      )}
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-down" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{message}</p>
        {hint && <p className="mt-0.5 break-words text-muted">{hint}</p>}
        <p className="mt-1 font-mono text-2xs text-faint">{error.code}</p>
        {children}
      </div>
      {onRetry && (
        <Button size="sm" icon={RotateCw} onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
      {onDismiss && <IconButton icon={X} label={t('common.dismiss')} onClick={onDismiss} />}
    </div>
  );
}
