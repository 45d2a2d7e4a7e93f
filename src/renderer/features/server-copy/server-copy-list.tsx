import { Download } from 'lucide-react';
import type { ServerCopyFile } from '../../../shared/domain/server-copy.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { DateTime } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** Of each database the newest copy, and how many there are. */
function newestOf(copies: readonly ServerCopyFile[]): { copy: ServerCopyFile; count: number }[] {
  const byDatabase = new Map<string, { copy: ServerCopyFile; count: number }>();
  for (const copy of copies) {
    const key = `${copy.serviceId}/${copy.databaseId}`;
    const known = byDatabase.get(key);
    if (known) known.count += 1;
    else byDatabase.set(key, { copy, count: 1 });
  }
  return [...byDatabase.values()];
}

/** What lies on the server's disk, by database. @param copies the newest first */
export function ServerCopyList({
  hostId,
  copies,
  onFetched,
}: {
  readonly hostId: string;
  readonly copies: readonly ServerCopyFile[];
  readonly onFetched: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const fetch = useAction(async ({ serviceId, databaseId, stamp }: ServerCopyFile) => {
    const { backup } = await call('server-copy.fetch', { hostId, serviceId, databaseId, stamp });
    toastDone(t('serverCopy.fetchDone', { file: backup.file }));
    onFetched();
  });
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-xs text-faint">{t('serverCopy.copies')}</h3>
      <ul aria-label={t('serverCopy.copies')} className="divide-y divide-line rounded-lg border border-line">
        {newestOf(copies).map(({ copy, count }) => (
          <li
            key={`${copy.serviceId}/${copy.databaseId}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5"
          >
            <span className="min-w-0 flex-1 font-mono text-xs break-all">
              {`${copy.serviceId} · ${copy.databaseId}`}
            </span>
            <span className="text-xs text-muted">{t('serverCopy.copyCount', { count })}</span>
            <span className="text-xs text-muted">
              <DateTime at={copy.takenAt} />
            </span>
            <span className="text-xs text-muted">{format.bytes(copy.bytes)}</span>
            {copy.fetched ? (
              <Badge tone="up">{t('serverCopy.fetched')}</Badge>
            ) : (
              <Button size="sm" icon={Download} busy={fetch.busy} onClick={() => void fetch.run(copy)}>
                {t('serverCopy.fetch')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {fetch.error && <ErrorPanel error={fetch.error} />}
    </div>
  );
}
