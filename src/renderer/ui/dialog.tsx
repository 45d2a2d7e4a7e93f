import { X } from 'lucide-react';
import { AlertDialog, Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../app/i18n.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import { useReturnFocus } from './return-focus.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  /** A question that must be answered: no closing by a click beside it. */
  readonly urgent?: boolean;
}

const sizes = { sm: 'w-[26rem]', md: 'w-[34rem]', lg: 'w-[48rem]', xl: 'w-[72rem]' };
const overlay = 'fixed inset-0 z-40 bg-overlay';
const panel =
  'rise fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-4rem)] max-w-[calc(100vw-3rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border outline-none border-line-strong bg-surface shadow-float';

export function Dialog(props: DialogProps) {
  const { open, onClose, urgent = false } = props;
  const Root = urgent ? AlertDialog : RadixDialog;
  const returnFocus = useReturnFocus();
  return (
    <Root.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Root.Portal>
        <Root.Overlay className={overlay} />
        <Root.Content
          // Radix would focus the first button, which is Close: the dialog itself is the better place to begin.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={returnFocus}
          className={classes(panel, sizes[props.size ?? 'md'])}
          {...(props.description ? {} : { 'aria-describedby': undefined })}
        >
          <DialogBody {...props} Root={Root} />
        </Root.Content>
      </Root.Portal>
    </Root.Root>
  );
}

function DialogBody({
  title,
  description,
  children,
  footer,
  urgent,
  onClose,
  Root,
}: DialogProps & { readonly Root: typeof AlertDialog | typeof RadixDialog }) {
  const t = useText();
  return (
    <>
      <header className="flex items-start gap-3 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <Root.Title className="text-lg font-semibold break-words">{title}</Root.Title>
          {description && (
            <Root.Description className="mt-1 break-words text-muted">{description}</Root.Description>
          )}
        </div>
        {!urgent && <IconButton icon={X} label={t('common.close')} onClick={onClose} className="-mr-1.5" />}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
      {footer && (
        <footer className="flex items-center justify-end gap-2 rounded-b-xl border-t border-line bg-canvas/50 px-5 py-3">
          {footer}
        </footer>
      )}
    </>
  );
}
