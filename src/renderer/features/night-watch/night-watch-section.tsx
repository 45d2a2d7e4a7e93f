import { MoonStar, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import type { NightWatchStatus } from '../../../shared/domain/night-watch.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Section } from '../../ui/page.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { NightWatchDialog } from './night-watch-dialog.tsx';

const tones = {
  'not-offered': 'neutral',
  absent: 'neutral',
  unknown: 'paused',
  watching: 'up',
  outdated: 'degraded',
  damaged: 'down',
  stalled: 'down',
} as const;

/** How the night watch of a server stands, and what can be done about it. */
export function NightWatchSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const status = useQuery('night-watch.status', { hostId: host.id }, host.connection.since);
  const [open, setOpen] = useState<'plan' | 'remove' | null>(null);
  const { data } = status;
  const close = (): void => {
    setOpen(null);
    status.reload();
  };
  if (host.target.kind !== 'ssh') {
    return (
      <Section title={t('nightWatch.title')}>
        <p className="text-muted">{t('nightWatch.notOffered')}</p>
      </Section>
    );
  }
  const isPlaced = data !== null && data.placedAt !== null;
  return (
    <Section
      title={t('nightWatch.title')}
      actions={
        <div className="flex items-center gap-2">
          {data && <Badge tone={tones[data.state]}>{t(`nightWatch.state.${data.state}`)}</Badge>}
          <Button size="sm" icon={MoonStar} disabled={!isConnected} onClick={() => setOpen('plan')}>
            {t(
              isPlaced
                ? data.state === 'watching'
                  ? 'nightWatch.show'
                  : 'nightWatch.update'
                : 'nightWatch.place',
            )}
          </Button>
          {isPlaced && (
            <Button size="sm" icon={Trash2} disabled={!isConnected} onClick={() => setOpen('remove')}>
              {t('nightWatch.remove')}
            </Button>
          )}
        </div>
      }
    >
      {status.error && <ErrorPanel error={status.error} />}
      {data && <StatusText status={data} />}
      {!isConnected && <p className="text-xs text-faint">{t('nightWatch.notConnected')}</p>}
      {open === 'plan' && <NightWatchDialog host={host} onClose={close} />}
      {open === 'remove' && <RemoveDialog host={host} onClose={close} />}
    </Section>
  );
}

function StatusText({ status }: { readonly status: NightWatchStatus }) {
  const t = useText();
  const { state } = status;
  if (state === 'absent') return <p className="text-muted">{t('nightWatch.absent')}</p>;
  if (state === 'not-offered') return null;
  return (
    <>
      <p className="text-muted">
        {t(`nightWatch.help.${state}`, { differences: status.differences.join(', ') })}
      </p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        <Fact name={t('nightWatch.version')}>
          {status.version}
          {status.scheduler && ` · ${t(`nightWatch.schedulers.${status.scheduler}`)}`}
        </Fact>
        {status.lastRunAt !== null && (
          <Fact name={t('nightWatch.lastRun')}>
            <TimeAgo at={status.lastRunAt} />
          </Fact>
        )}
        {status.placedAt !== null && (
          <Fact name={t('nightWatch.placedAt')}>
            <DateTime at={status.placedAt} />
          </Fact>
        )}
        {status.folder && (
          <Fact name={t('nightWatch.folder')}>
            <span className="font-mono text-xs break-all">{status.folder}</span>
          </Fact>
        )}
        {status.told.length > 0 && <Fact name={t('nightWatch.told')}>{status.told.join(', ')}</Fact>}
        {status.problem && <Fact name={t('nightWatch.problem')}>{status.problem}</Fact>}
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function RemoveDialog({ host, onClose }: { readonly host: HostView; readonly onClose: () => void }) {
  const t = useText();
  const remove = useAction(async () => {
    await call('night-watch.remove', { hostId: host.id });
    toastDone(t('nightWatch.removed', { name: host.name }));
    onClose();
  });
  return (
    <Dialog
      open
      urgent
      size="sm"
      onClose={onClose}
      title={t('nightWatch.removeTitle', { name: host.name })}
      description={t('nightWatch.removeBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t('nightWatch.remove')}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorPanel error={remove.error} />}
    </Dialog>
  );
}
