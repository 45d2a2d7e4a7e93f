import { useState } from 'react';
import type { Archive } from '../../../shared/domain/archive.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { useJobs } from '../../stores/jobs.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ArchiveRestoreDialog } from './archive-restore-dialog.tsx';
import { ArchiveTable } from './archive-table.tsx';
import { SourceTable } from './source-table.tsx';

const shownUnreadable = 3;

/** Volumes and folders of the services: what can be archived, and the archives there are. */
export function FilesSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const [restoring, setRestoring] = useState<Archive | null>(null);
  // Whatever ends, here or in another window, may have left an archive.
  const ended = useJobs().filter(({ hostId, state }) => hostId === host.id && state !== 'running').length;
  const sources = useQuery('archive.sources', isConnected ? { hostId: host.id } : null);
  const list = useQuery('archive.list', { hostId: host.id }, ended);
  const archives = list.data?.archives ?? [];
  const unreadable = list.data?.unreadable ?? [];
  return (
    <section aria-label={t('archives.title')} className="flex flex-col gap-2">
      <p className="max-w-3xl text-xs text-muted">{t('archives.body')}</p>
      {!isConnected && <p className="text-muted">{t('archives.away')}</p>}
      {sources.error && <ErrorPanel error={sources.error} onRetry={sources.reload} />}
      {sources.data?.sources.length === 0 && <p className="text-muted">{t('archives.noSources')}</p>}
      {sources.data && sources.data.sources.length > 0 && (
        <SourceTable sources={sources.data.sources} archives={archives} onTaken={list.reload} />
      )}
      {list.error && <ErrorPanel error={list.error} onRetry={list.reload} />}
      {unreadable.length > 0 && (
        <p className="text-xs break-words text-down">
          {t('archives.unreadable', {
            count: unreadable.length,
            files: unreadable.slice(0, shownUnreadable).join('; '),
          })}
        </p>
      )}
      {archives.length > 0 && (
        <ArchiveTable archives={archives} onChanged={list.reload} onRestore={setRestoring} />
      )}
      {restoring && (
        <ArchiveRestoreDialog
          archive={restoring}
          onClose={() => {
            setRestoring(null);
            list.reload();
          }}
        />
      )}
    </section>
  );
}
