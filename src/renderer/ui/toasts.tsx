import { CircleCheck, CircleX, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { create } from 'zustand';
import { type ErrorShape, errorText, isAbort, toErrorShape } from '../../shared/errors.ts';
import { useLanguage, useText } from '../app/i18n.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

type Notice =
  | { readonly id: number; readonly kind: 'done'; readonly text: string }
  | { readonly id: number; readonly kind: 'bad'; readonly text: string }
  | { readonly id: number; readonly kind: 'failed'; readonly error: ErrorShape };

const useToasts = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));
let nextId = 0;
/** More would hide the screen; the oldest makes room. */
const most = 4;

function add(notice: Notice): void {
  useToasts.setState(({ notices }) => ({ notices: [...notices, notice].slice(-most) }));
}

export function toastDone(text: string): void {
  nextId += 1;
  add({ id: nextId, kind: 'done', text });
}

/** For a result that is bad news although nothing failed: a backup that is none. */
export function toastBad(text: string): void {
  nextId += 1;
  add({ id: nextId, kind: 'bad', text });
}

/** For failures of what has no place of its own on the screen. An abort is no failure and is not shown. */
export function toastError(error: unknown): void {
  if (isAbort(error)) return;
  nextId += 1;
  add({ id: nextId, kind: 'failed', error: toErrorShape(error) });
}

export function Toasts() {
  const t = useText();
  const notices = useToasts((state) => state.notices);
  return (
    <Toast.Provider label={t('shell.notices')} swipeDirection="right">
      {notices.map((notice) => (
        <ToastView key={notice.id} notice={notice} />
      ))}
      <Toast.Viewport
        label={t('common.notifications', { hotkey: 'F8' })}
        className="fixed right-4 bottom-10 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2"
      />
    </Toast.Provider>
  );
}

function ToastView({ notice }: { readonly notice: Notice }) {
  const t = useText();
  const language = useLanguage();
  const failed = notice.kind !== 'done';
  const text =
    notice.kind === 'failed' ? errorText(notice.error, language) : { message: notice.text, hint: '' };
  const Icon = failed ? CircleX : CircleCheck;
  return (
    <Toast.Root
      duration={failed ? 12_000 : 4000}
      type={failed ? 'foreground' : 'background'}
      onOpenChange={(open) => {
        if (!open)
          useToasts.setState(({ notices }) => ({ notices: notices.filter(({ id }) => id !== notice.id) }));
      }}
      className="rise flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised py-2.5 pr-1.5 pl-3 shadow-float"
    >
      <Icon aria-hidden className={classes('mt-0.5 size-4 shrink-0', failed ? 'text-down' : 'text-up')} />
      <div className="min-w-0 flex-1">
        <Toast.Title className="font-medium break-words">{text.message}</Toast.Title>
        {text.hint && <Toast.Description className="break-words text-muted">{text.hint}</Toast.Description>}
      </div>
      <Toast.Close asChild>
        <IconButton icon={X} label={t('common.dismiss')} />
      </Toast.Close>
    </Toast.Root>
  );
}
