import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { errorText } from '../../shared/errors.ts';
import { call } from '../bridge/ronda.ts';
import { useAppStatus } from '../stores/settings.ts';
import { IconButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { toastError } from '../ui/toasts.tsx';
import { useLanguage, useText } from './i18n.ts';

const looks = {
  info: { icon: Info, band: 'bg-paused/12', text: 'text-paused' },
  warning: { icon: TriangleAlert, band: 'bg-degraded/14', text: 'text-degraded' },
  error: { icon: CircleAlert, band: 'bg-down/14', text: 'text-down' },
};

/** Problems of the whole program; they stay until dismissed. */
export function Notices() {
  const t = useText();
  const language = useLanguage();
  const notices = useAppStatus()?.notices ?? [];
  if (notices.length === 0) return null;
  return (
    <section aria-label={t('shell.notices')}>
      {notices.map((notice) => {
        const look = looks[notice.level];
        const { message, hint } = errorText(notice, language);
        return (
          <div
            key={notice.id}
            role={notice.level === 'error' ? 'alert' : 'status'}
            className={classes('flex items-center gap-2.5 border-b border-line py-1 pr-3 pl-5', look.band)}
          >
            <look.icon aria-hidden className={classes('size-4 shrink-0', look.text)} />
            <p className="min-w-0 flex-1 break-words">
              <span className="font-medium">{message}</span>
              <span className="ml-1.5 text-muted">{hint}</span>
            </p>
            <IconButton
              icon={X}
              label={t('common.dismiss')}
              onClick={() => void call('app.dismiss-notice', { id: notice.id }).catch(toastError)}
            />
          </div>
        );
      })}
    </section>
  );
}
