import { Archive as ArchiveIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Archive, ArchiveSource } from '../../../shared/domain/archive.ts';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { isAbort } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { toastDone, toastError } from '../../ui/toasts.tsx';
import { JobProgressView } from './job-progress.tsx';

/** What the services have mounted, with the newest sound archive of each and a button to take one. */
export function SourceTable({
  sources,
  archives,
  onTaken,
}: {
  readonly sources: readonly ArchiveSource[];
  readonly archives: readonly Archive[];
  readonly onTaken: () => void;
}) {
  const t = useText();
  return (
    <Table
      label={t('archives.sources')}
      columns={[
        { title: t('archives.service') },
        { title: t('archives.folder') },
        { title: t('archives.volume') },
        { title: t('archives.newest') },
        { title: t('archives.actions'), hidden: true },
      ]}
    >
      {sources.map((source) => (
        <SourceRow
          key={`${source.serviceId}/${source.sourceId}`}
          source={source}
          newest={
            archives.find(
              ({ serviceId, sourceId, verification, reason, missing }) =>
                serviceId === source.serviceId &&
                sourceId === source.sourceId &&
                verification === 'verified' &&
                reason !== 'safety' &&
                !missing,
            ) ?? null
          }
          onTaken={onTaken}
        />
      ))}
    </Table>
  );
}

function SourceRow({
  source,
  newest,
  onTaken,
}: {
  readonly source: ArchiveSource;
  readonly newest: Archive | null;
  readonly onTaken: () => void;
}) {
  const t = useText();
  const { hostId, serviceId, sourceId, mountPath: folder } = source;
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const abort = useRef<AbortController | null>(null);
  const take = useAction(async () => {
    abort.current = new AbortController();
    setProgress(null);
    try {
      await call(
        'archive.take',
        { hostId, serviceId, sourceId },
        { signal: abort.current.signal, onEvent: setProgress },
      );
      toastDone(t('archives.doneToast', { folder }));
    } catch (error) {
      if (!isAbort(error)) toastError(error);
    } finally {
      onTaken();
    }
  });
  return (
    <>
      <Row className={take.busy ? 'border-0' : undefined}>
        <Cell className="font-mono text-xs whitespace-nowrap">{serviceId}</Cell>
        <Cell className="font-mono text-xs break-all">
          {folder}
          {source.databases.length > 0 && (
            <Badge className="ml-2 font-sans" tone="degraded">
              {t('archives.databasesIn')}
            </Badge>
          )}
        </Cell>
        <Cell className="max-w-72 font-mono text-xs break-all text-muted">{source.name}</Cell>
        <Cell className="whitespace-nowrap">
          {newest ? (
            <TimeAgo at={newest.takenAt} />
          ) : (
            <span className="text-faint">{t('archives.none')}</span>
          )}
        </Cell>
        <Cell className="py-1 text-right">
          {source.inner.length > 0 ? (
            <span className="text-xs text-muted">{t('archives.innerMounts')}</span>
          ) : take.busy ? (
            <Button size="sm" onClick={() => abort.current?.abort()}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button
              size="sm"
              icon={ArchiveIcon}
              aria-label={t('archives.takeOf', { folder, service: serviceId })}
              onClick={() => void take.run()}
            >
              {t('archives.take')}
            </Button>
          )}
        </Cell>
      </Row>
      {take.busy && (
        <Row>
          <Cell colSpan={5} className="pt-0">
            <JobProgressView label={t('archives.taking', { folder })} progress={progress} />
          </Cell>
        </Row>
      )}
    </>
  );
}
