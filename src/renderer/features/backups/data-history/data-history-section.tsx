import { CloudUpload, GitCommitHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../../shared/domain/host.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../../ui/time.tsx';
import { toastDone } from '../../../ui/toasts.tsx';
import { CommitDialog } from './commit-dialog.tsx';
import { DataRestoreDialog } from './data-restore-dialog.tsx';
import { RemoteDialog } from './remote-dialog.tsx';

/** The commits of a server's JSON data, newest first. */
export function DataHistorySection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const [open, setOpen] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [restoring, setRestoring] = useState<string | null>(null);
  const { data, error, loading, reload } = useQuery('data.history', { hostId: host.id });
  const take = useAction(async () => {
    const taken = await call('data.snapshot', { hostId: host.id });
    const named = [...taken.broken, ...taken.leftOut];
    const what = taken.commit === null ? t('data.unchanged') : t('data.committed', { count: taken.files });
    toastDone(
      named.length === 0 ? what : `${what} ${t('data.named', { names: named.slice(0, 3).join('; ') })}`,
    );
    reload();
  });
  const push = useAction(async () => {
    const { isNew } = await call('data.push', { hostId: host.id });
    toastDone(t(isNew ? 'data.pushedToast' : 'data.allPushed'));
    reload();
  });
  const commits = data?.commits ?? [];
  const remote = data?.remote ?? null;
  const isPushed = data?.pushed != null && data.pushed === commits[0]?.commit;
  const button = (
    <Button
      icon={GitCommitHorizontal}
      busy={take.busy}
      disabled={!isConnected}
      onClick={() => void take.run()}
    >
      {t('data.take')}
    </Button>
  );
  return (
    <section aria-label={t('data.title')} className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-4">
        <p className="max-w-3xl text-xs text-muted">{t('data.body')}</p>
        {commits.length > 0 && button}
      </div>
      {data && (
        <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
          <span className="min-w-0 break-all">
            {remote === null
              ? t('data.noRemote')
              : `${t('data.remoteIs', { url: remote })} ${t(isPushed ? 'data.allPushed' : 'data.notPushed')}`}
          </span>
          {remote !== null && commits.length > 0 && (
            <Button size="sm" icon={CloudUpload} busy={push.busy} onClick={() => void push.run()}>
              {t('data.push')}
            </Button>
          )}
          <Button size="sm" onClick={() => setChoosing(true)}>
            {t('data.remoteButton')}
          </Button>
        </div>
      )}
      {push.error && <ErrorPanel error={push.error} onDismiss={push.clear} />}
      {take.error && <ErrorPanel error={take.error} onDismiss={take.clear} />}
      {error && <ErrorPanel error={error} onRetry={reload} />}
      {loading && !data && <SkeletonRows rows={4} />}
      {data && commits.length === 0 && (
        <EmptyState icon={GitCommitHorizontal} title={t('data.none')} body={t('data.noneBody')}>
          {button}
        </EmptyState>
      )}
      {commits.length > 0 && (
        <Table
          label={t('data.commits')}
          columns={[
            { title: t('data.at') },
            { title: t('data.change') },
            { title: t('data.commit') },
            { title: t('data.actions'), hidden: true },
          ]}
        >
          {commits.map(({ commit, at, message }) => (
            <Row key={commit}>
              <Cell className="whitespace-nowrap">
                <DateTime short at={Date.parse(at)} className="font-medium" />
                <TimeAgo at={Date.parse(at)} className="ml-2 text-xs text-faint" />
              </Cell>
              <Cell className="break-words whitespace-pre-line" title={message}>
                <span className="line-clamp-3">{message.replace(/\n+/g, '\n')}</span>
              </Cell>
              <Cell className="font-mono text-xs text-muted">{commit.slice(0, 12)}</Cell>
              <Cell className="py-1 text-right whitespace-nowrap">
                <Button size="sm" onClick={() => setOpen(commit)}>
                  {t('data.show')}
                </Button>
                <Button
                  size="sm"
                  className="ml-2"
                  disabled={!isConnected}
                  onClick={() => setRestoring(commit)}
                >
                  {t('data.putBack')}
                </Button>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {open !== null && <CommitDialog hostId={host.id} commit={open} onClose={() => setOpen(null)} />}
      {choosing && (
        <RemoteDialog hostId={host.id} remote={remote} onClose={() => setChoosing(false)} onDone={reload} />
      )}
      {restoring !== null && (
        <DataRestoreDialog
          hostId={host.id}
          commit={restoring}
          onClose={() => setRestoring(null)}
          onDone={reload}
        />
      )}
    </section>
  );
}
