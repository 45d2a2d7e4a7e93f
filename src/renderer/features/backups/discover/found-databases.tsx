import { SearchCheck } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../../shared/domain/host.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FoundDatabasesDialog } from './found-databases-dialog.tsx';

/** A quiet line while there are databases that the manual does not name, or that were added to it; else nothing. */
export function FoundDatabases({ host }: { readonly host: HostView }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const isConnected = host.connection.state === 'connected';
  const { data, error, reload } = useQuery('backup.discover', isConnected ? { hostId: host.id } : null);
  const unnamed = data?.databases.filter(({ named }) => named === null) ?? [];
  const count = unnamed.filter(({ content }) => content === 'sqlite').length;
  const added = data?.added.length ?? 0;
  return (
    <>
      {error && <ErrorPanel error={error} onRetry={reload} />}
      {count + added > 0 && (
        <p className="flex items-center gap-2 text-sm text-muted">
          <SearchCheck aria-hidden className="size-4 text-faint" />
          {count > 0 ? t('discovery.found', { count }) : t('discovery.addedHere', { count: added })}
          <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
            {t('discovery.open')}
          </Button>
        </p>
      )}
      {isOpen && data && (
        <FoundDatabasesDialog
          host={host}
          found={{ ...data, databases: unnamed }}
          onChanged={reload}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
