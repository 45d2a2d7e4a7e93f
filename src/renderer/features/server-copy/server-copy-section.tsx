import { Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import type { ServerCopyStatus } from '../../../shared/domain/server-copy.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Section } from '../../ui/page.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { RemoveServerCopyDialog } from './remove-server-copy-dialog.tsx';
import { ServerCopyDialog } from './server-copy-dialog.tsx';
import { ServerCopyList } from './server-copy-list.tsx';

const tones = {
  'not-offered': 'neutral',
  absent: 'neutral',
  unknown: 'paused',
  working: 'up',
  outdated: 'degraded',
  damaged: 'down',
  stalled: 'down',
} as const;

/** The copies that a server makes by itself: how they stand, and what can be done about them. */
export function ServerCopySection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const status = useQuery('server-copy.status', { hostId: host.id }, host.connection.since);
  const [open, setOpen] = useState<'plan' | 'remove' | null>(null);
  const { data } = status;
  const close = (): void => {
    setOpen(null);
    status.reload();
  };
  if (host.target.kind !== 'ssh') return null;
  const isPlaced = data !== null && data.placedAt !== null;
  return (
    <Section
      title={t('serverCopy.title')}
      actions={
        <div className="flex items-center gap-2">
          {data && <Badge tone={tones[data.state]}>{t(`serverCopy.state.${data.state}`)}</Badge>}
          <Button size="sm" icon={Save} disabled={!isConnected} onClick={() => setOpen('plan')}>
            {t(
              isPlaced
                ? data.state === 'working'
                  ? 'serverCopy.show'
                  : 'serverCopy.update'
                : 'serverCopy.place',
            )}
          </Button>
          {isPlaced && (
            <Button size="sm" icon={Trash2} disabled={!isConnected} onClick={() => setOpen('remove')}>
              {t('serverCopy.remove')}
            </Button>
          )}
        </div>
      }
    >
      {status.error && <ErrorPanel error={status.error} />}
      {data && <StatusText status={data} />}
      {data && data.copies.length > 0 && (
        <ServerCopyList hostId={host.id} copies={data.copies} onFetched={status.reload} />
      )}
      {!isConnected && <p className="text-xs text-faint">{t('serverCopy.notConnected')}</p>}
      {open === 'plan' && <ServerCopyDialog host={host} placed={data} onClose={close} />}
      {open === 'remove' && <RemoveServerCopyDialog host={host} onClose={close} />}
    </Section>
  );
}

function StatusText({ status }: { readonly status: ServerCopyStatus }) {
  const t = useText();
  const { state } = status;
  if (state === 'absent') return <p className="text-muted">{t('serverCopy.absent')}</p>;
  if (state === 'not-offered') return null;
  return (
    <>
      <p className="text-muted">
        {t(`serverCopy.help.${state}`, {
          differences: status.differences.join(', '),
          at: status.at ?? '',
        })}
      </p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        {status.lastRunAt !== null && (
          <Fact name={t('serverCopy.lastRun')}>
            <TimeAgo at={status.lastRunAt} />
          </Fact>
        )}
        {status.placedAt !== null && (
          <Fact name={t('serverCopy.placedAt')}>
            <DateTime at={status.placedAt} />
          </Fact>
        )}
        {status.folder && (
          <Fact name={t('serverCopy.folder')}>
            <span className="font-mono text-xs break-all">{status.folder}</span>
          </Fact>
        )}
        {status.problems.map(({ what, detail }) => (
          <Fact key={`${what} ${detail}`} name={t('serverCopy.problem')}>
            <span className="text-down">{`${what}: ${detail}`}</span>
          </Fact>
        ))}
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
