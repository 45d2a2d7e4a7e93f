import { Camera, FileCog, History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ConfigurationHistory } from '../../../../shared/domain/configuration.ts';
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
import { useFormat } from '../../../ui/format.ts';
import { Section } from '../../../ui/page.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../../ui/time.tsx';
import { toastDone } from '../../../ui/toasts.tsx';
import { ConfigurationDialog } from './configuration-dialog.tsx';
import { ConfigurationRestoreDialog } from './configuration-restore-dialog.tsx';
import { LinesText } from './lines-text.tsx';

interface Open {
  readonly kind: 'snapshots' | 'restore';
  readonly history: ConfigurationHistory;
}

/** The configuration files of a server, kept one by one in the vault: paths, times and sizes, no content. */
export function ConfigurationSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const language = useLanguage();
  const isConnected = host.connection.state === 'connected';
  const [open, setOpen] = useState<Open | null>(null);
  const { data, error, loading, reload } = useQuery('config.history', { hostId: host.id });
  const take = useAction(async () => {
    const { added, leftOut } = await call('config.snapshot', { hostId: host.id });
    const named = leftOut.map(({ what, why }) => `${what}: ${errorText(why, language).message}`);
    const what =
      added.length === 0 ? t('configuration.unchanged') : t('configuration.taken', { count: added.length });
    toastDone(
      named.length === 0
        ? what
        : `${what} ${t('environment.named', { names: named.slice(0, 3).join('; ') })}`,
    );
    reload();
  });
  // The environment above says so already.
  if (error?.code === 'vault.locked') return null;
  const histories = data?.histories ?? [];
  const button = (
    <Button icon={Camera} busy={take.busy} disabled={!isConnected} onClick={() => void take.run()}>
      {t('configuration.take')}
    </Button>
  );
  return (
    <Section title={t('configuration.title')} actions={histories.length > 0 && button}>
      <div className="flex flex-col gap-3">
        <p className="max-w-3xl text-xs text-muted">{t('configuration.body')}</p>
        {take.error && <ErrorPanel error={take.error} onDismiss={take.clear} />}
        {error && <ErrorPanel error={error} onRetry={reload} />}
        {loading && !data && <SkeletonRows rows={5} />}
        {data && histories.length === 0 && (
          <EmptyState icon={FileCog} title={t('configuration.none')} body={t('configuration.noneBody')}>
            {button}
          </EmptyState>
        )}
        {histories.length > 0 && (
          <Table
            label={t('configuration.title')}
            columns={[
              { title: t('configuration.file') },
              { title: t('configuration.size'), className: 'text-right' },
              { title: t('environment.changedAt') },
              { title: t('environment.lastChange') },
              { title: t('environment.actions'), hidden: true },
            ]}
          >
            {histories.map((history) => (
              <FileRow
                key={history.historyId}
                history={history}
                isConnected={isConnected}
                onOpen={(kind) => setOpen({ kind, history })}
              />
            ))}
          </Table>
        )}
        {open?.kind === 'snapshots' && (
          <ConfigurationDialog hostId={host.id} history={open.history} onClose={() => setOpen(null)} />
        )}
        {open?.kind === 'restore' && (
          <ConfigurationRestoreDialog
            hostId={host.id}
            history={open.history}
            onClose={() => setOpen(null)}
            onDone={reload}
          />
        )}
      </div>
    </Section>
  );
}

function FileRow({
  history,
  isConnected,
  onOpen,
}: {
  readonly history: ConfigurationHistory;
  readonly isConnected: boolean;
  readonly onOpen: (kind: Open['kind']) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { path, origin, snapshots } = history;
  const newest = snapshots.at(-1);
  if (!newest) return null;
  return (
    <Row>
      <Cell className="min-w-48">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-xs break-all">{path}</span>
          <Badge>{t(`configuration.origin.${origin}`)}</Badge>
          {!newest.isThere && <Badge tone="degraded">{t('configuration.absent')}</Badge>}
        </span>
      </Cell>
      <Cell className="text-right whitespace-nowrap">
        {newest.isThere ? format.bytes(newest.bytes) : '–'}
      </Cell>
      <Cell className="whitespace-nowrap">
        <DateTime short at={newest.at} />
        <TimeAgo at={newest.at} className="ml-2 text-xs text-faint" />
      </Cell>
      <Cell className="text-xs text-muted">
        {newest.isThere &&
          (newest.snapshot === 1 ? t('environment.first') : <LinesText lines={newest.lines} />)}
      </Cell>
      <Cell className="py-1 text-right whitespace-nowrap">
        <Button size="sm" icon={History} onClick={() => onOpen('snapshots')}>
          {t('configuration.open')}
        </Button>
        <Button
          size="sm"
          icon={RotateCcw}
          className="ml-2"
          disabled={!isConnected || snapshots.every(({ isThere }) => !isThere)}
          onClick={() => onOpen('restore')}
        >
          {t('environment.putBack')}
        </Button>
      </Cell>
    </Row>
  );
}
