import type { HostView } from '../../../../shared/domain/host.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useJobs } from '../../../stores/jobs.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { HostImageTable } from './host-image-table.tsx';
import { SavedImageTable } from './saved-image-table.tsx';

const shownUnreadable = 3;

/** The images that the services run on, and the ones that lie on this computer. */
export function ImagesSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  // Whatever ends, here or in another window, may have left an image.
  const ended = useJobs().filter(({ hostId, state }) => hostId === host.id && state !== 'running').length;
  const images = useQuery('images.list', isConnected ? { hostId: host.id } : null, ended);
  const list = useQuery('images.saved', {}, ended);
  const saved = list.data?.saved ?? [];
  const unreadable = list.data?.unreadable ?? [];
  return (
    <section aria-label={t('images.title')} className="flex flex-col gap-2">
      <p className="max-w-3xl text-xs text-muted">{t('images.body')}</p>
      {!isConnected && <p className="text-muted">{t('images.away')}</p>}
      {images.error && <ErrorPanel error={images.error} onRetry={images.reload} />}
      {images.data?.images.length === 0 && <p className="text-muted">{t('images.noImages')}</p>}
      {images.data && images.data.images.length > 0 && (
        <HostImageTable images={images.data.images} saved={saved} onSaved={list.reload} />
      )}
      {list.error && <ErrorPanel error={list.error} onRetry={list.reload} />}
      {unreadable.length > 0 && (
        <p className="text-xs break-words text-down">
          {t('images.unreadable', {
            count: unreadable.length,
            files: unreadable.slice(0, shownUnreadable).join('; '),
          })}
        </p>
      )}
      {saved.length > 0 && (
        <SavedImageTable saved={saved} host={host} isConnected={isConnected} onChanged={list.reload} />
      )}
    </section>
  );
}
