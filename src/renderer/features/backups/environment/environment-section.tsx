import { Camera, FileKey, FileUp, History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import { errorText } from '../../../../shared/errors.ts';
import { useLanguage, useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../../ui/time.tsx';
import { toastDone } from '../../../ui/toasts.tsx';
import { ChangeText } from './change-text.tsx';
import { EnvironmentDialog } from './environment-dialog.tsx';
import { EnvironmentExportDialog } from './environment-export-dialog.tsx';
import { EnvironmentRestoreDialog } from './environment-restore-dialog.tsx';

type Open =
  | { readonly kind: 'keys' | 'restore'; readonly history: EnvironmentHistory }
  | { readonly kind: 'export' };

/** What the services of a server and its `.env` files were set to, kept in the vault: names and times, no values. */
export function EnvironmentSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const language = useLanguage();
  const isConnected = host.connection.state === 'connected';
  const [open, setOpen] = useState<Open | null>(null);
  const { data, error, loading, reload } = useQuery('env.history', { hostId: host.id });
  const take = useAction(async () => {
    const { added, leftOut, unread } = await call('env.snapshot', { hostId: host.id });
    const named = [
      ...leftOut.map(({ what, why }) => `${what}: ${errorText(why, language).message}`),
      ...unread.map((service) => t('environment.noContainer', { service })),
    ];
    const what =
      added.length === 0 ? t('environment.unchanged') : t('environment.taken', { count: added.length });
    toastDone(
      named.length === 0
        ? what
        : `${what} ${t('environment.named', { names: named.slice(0, 3).join('; ') })}`,
    );
    reload();
  });
  const histories = data?.histories ?? [];
  const button = (
    <Button icon={Camera} busy={take.busy} disabled={!isConnected} onClick={() => void take.run()}>
      {t('environment.take')}
    </Button>
  );
  return (
    <section aria-label={t('environment.title')} className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-4">
        <p className="max-w-3xl text-xs text-muted">{t('environment.body')}</p>
        {histories.length > 0 && (
          <span className="flex shrink-0 gap-2">
            <Button icon={FileUp} onClick={() => setOpen({ kind: 'export' })}>
              {t('environment.export')}
            </Button>
            {button}
          </span>
        )}
      </div>
      {take.error && <ErrorPanel error={take.error} onDismiss={take.clear} />}
      {error && <ErrorPanel error={error} onRetry={reload} />}
      {loading && !data && <SkeletonRows rows={5} />}
      {data && histories.length === 0 && (
        <EmptyState icon={FileKey} title={t('environment.none')} body={t('environment.noneBody')}>
          {button}
        </EmptyState>
      )}
      {histories.length > 0 && (
        <Table
          label={t('environment.list')}
          columns={[
            { title: t('environment.of') },
            { title: t('environment.keys'), className: 'text-right' },
            { title: t('environment.changedAt') },
            { title: t('environment.lastChange') },
            { title: t('environment.actions'), hidden: true },
          ]}
        >
          {histories.map((history) => (
            <HistoryRow
              key={history.historyId}
              history={history}
              isConnected={isConnected}
              onOpen={(kind) => setOpen({ kind, history })}
            />
          ))}
        </Table>
      )}
      {open?.kind === 'keys' && (
        <EnvironmentDialog hostId={host.id} history={open.history} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'restore' && (
        <EnvironmentRestoreDialog
          hostId={host.id}
          history={open.history}
          onClose={() => setOpen(null)}
          onDone={reload}
        />
      )}
      {open?.kind === 'export' && (
        <EnvironmentExportDialog hostId={host.id} histories={histories} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function HistoryRow({
  history,
  isConnected,
  onOpen,
}: {
  readonly history: EnvironmentHistory;
  readonly isConnected: boolean;
  readonly onOpen: (kind: 'keys' | 'restore') => void;
}) {
  const t = useText();
  const newest = history.snapshots.at(-1);
  if (!newest) return null;
  return (
    <Row>
      <Cell className="min-w-48">
        <span className="flex flex-wrap items-center gap-2">
          <span className={history.kind === 'file' ? 'font-mono text-xs break-all' : 'font-medium'}>
            {history.name}
          </span>
          {history.kind === 'file' && <Badge>{t('environment.file')}</Badge>}
          {!newest.isThere && <Badge tone="degraded">{t('environment.gone')}</Badge>}
        </span>
      </Cell>
      <Cell className="text-right">{newest.keys}</Cell>
      <Cell className="whitespace-nowrap">
        <DateTime short at={newest.at} />
        <TimeAgo at={newest.at} className="ml-2 text-xs text-faint" />
      </Cell>
      <Cell className="text-xs text-muted">
        {newest.change === null ? t('environment.first') : <ChangeText change={newest.change} />}
      </Cell>
      <Cell className="py-1 text-right whitespace-nowrap">
        <Button size="sm" icon={History} onClick={() => onOpen('keys')}>
          {t('environment.open')}
        </Button>
        {history.kind === 'file' && (
          <Button
            size="sm"
            icon={RotateCcw}
            className="ml-2"
            disabled={!isConnected}
            onClick={() => onOpen('restore')}
          >
            {t('environment.putBack')}
          </Button>
        )}
      </Cell>
    </Row>
  );
}
