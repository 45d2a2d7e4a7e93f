import type { HostView } from '../../../shared/domain/host.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/format.ts';
import { toastError } from '../../ui/toasts.tsx';
import { useClockText } from '../../ui/use-clock.ts';
import { ConnectionWord } from './connection-word.tsx';

/** While a host is not connected: why, since when it is unobserved, when it is tried again. */
export function ConnectionBanner({
  host,
  knownBefore,
}: {
  readonly host: HostView;
  /** There are values of an earlier time below it. */
  readonly knownBefore: boolean;
}) {
  const t = useText();
  const language = useLanguage();
  const format = useFormat();
  const connect = useAction(() => call('hosts.connect', { hostId: host.id }).catch(toastError));
  const { state, error, attempt, nextAttemptAt } = host.connection;
  const next = useClockText((now) =>
    nextAttemptAt === null
      ? ''
      : t('overview.connection.nextTry', {
          time: format.duration(nextAttemptAt - now),
          attempt: attempt + 1,
        }),
  );
  if (state === 'connected') return null;
  const underway = state === 'connecting' || state === 'prompting';
  const title = {
    connecting: t('overview.connection.connecting', { name: host.name }),
    prompting: t('overview.connection.prompting', { name: host.name }),
    refused: t('overview.connection.refused', { name: host.name }),
    disconnected: t('overview.connection.disconnected', { name: host.name }),
    waiting: t('overview.connection.title', { name: host.name }),
  }[state];
  const reason = error ? errorText(error, language) : null;
  return (
    <section
      role={state === 'refused' || state === 'waiting' ? 'alert' : 'status'}
      className="hatched-soft flex items-center gap-4 rounded-xl border border-line-strong bg-surface px-4 py-3"
    >
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3">
          <p className="text-base font-semibold">{title}</p>
          {!underway && <ConnectionWord state={state} />}
        </div>
        {reason && (
          <p className="mt-0.5 break-words">
            {reason.message} <span className="text-muted">{reason.hint}</span>
          </p>
        )}
        {knownBefore && <p className="mt-0.5 text-muted">{t('overview.connection.body')}</p>}
        {next && <p className="mt-0.5 text-xs text-faint">{next}</p>}
      </div>
      <Button onClick={() => go({ screen: 'settings', section: 'servers' })}>
        {t('overview.connection.details')}
      </Button>
      {!underway && (
        <Button variant="primary" busy={connect.busy} onClick={() => void connect.run()}>
          {t('overview.connection.retryNow')}
        </Button>
      )}
    </section>
  );
}
