import { Minus, Plus } from 'lucide-react';
import type { OutputOf } from '../../../../shared/contract.ts';
import type { DiscoveredDatabase } from '../../../../shared/domain/discovery.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import type { DatabaseSpec } from '../../../../shared/domain/profile.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useFormat } from '../../../ui/format.ts';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { toastDone } from '../../../ui/toasts.tsx';

/** What was found, each with a button that adds it to the manual; below, what was added, each with one that takes it out. */
export function FoundDatabasesDialog({
  host,
  found,
  onChanged,
  onClose,
}: {
  readonly host: HostView;
  readonly found: OutputOf<'backup.discover'>;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { databases, unread, isWhole, added, sharedWith } = found;
  const isAnyFound = databases.length > 0;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('discovery.title')}
      description={isAnyFound ? t('discovery.body', { host: host.name }) : undefined}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="flex flex-col gap-3">
        {sharedWith.length > 0 && (
          <p className="text-sm text-degraded">{t('discovery.shared', { hosts: sharedWith.join(', ') })}</p>
        )}
        {isAnyFound && (
          <Table
            label={t('discovery.list')}
            columns={[
              { title: t('discovery.file') },
              { title: t('discovery.service') },
              { title: t('discovery.size') },
              { title: t('discovery.actions'), hidden: true },
            ]}
          >
            {databases.map((database) => (
              <FoundRow
                key={`${database.serviceId}\n${database.path}`}
                hostId={host.id}
                database={database}
                onChanged={onChanged}
              />
            ))}
          </Table>
        )}
        {unread.length > 0 && (
          <p className="text-xs text-muted">
            {t('discovery.unread', { services: unread.map(({ serviceId }) => serviceId).join(', ') })}
          </p>
        )}
        {!isWhole && <p className="text-xs text-muted">{t('discovery.partly')}</p>}
        {added.length > 0 && (
          <section className={isAnyFound ? 'flex flex-col gap-2 border-t border-line pt-3' : undefined}>
            <h3 className="font-medium text-sm">{t('discovery.addedTitle')}</h3>
            <Table
              label={t('discovery.addedTitle')}
              columns={[
                { title: t('discovery.file') },
                { title: t('discovery.service') },
                { title: t('discovery.actions'), hidden: true },
              ]}
            >
              {added.map(({ serviceId, database }) => (
                <AddedRow
                  key={`${serviceId}\n${database.id}`}
                  hostId={host.id}
                  serviceId={serviceId}
                  database={database}
                  onChanged={onChanged}
                />
              ))}
            </Table>
          </section>
        )}
      </div>
    </Dialog>
  );
}

function FoundRow({
  hostId,
  database,
  onChanged,
}: {
  readonly hostId: string;
  readonly database: DiscoveredDatabase;
  readonly onChanged: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const { serviceId, path, volume, bytes, content, suggestedId } = database;
  const adopt = useAction(async () => {
    if (suggestedId === null) return;
    const done = await call('backup.adopt', { hostId, serviceId, path, id: suggestedId });
    const file = path.split('/').at(-1) ?? path;
    toastDone(t('discovery.added', { file, id: done.database.id, service: serviceId }));
    onChanged();
  });
  const canAdd = content === 'sqlite' && suggestedId !== null;
  const why = content === 'sqlite' ? t('discovery.noName') : t(`discovery.content.${content}`);
  return (
    <Row>
      <PathCell path={path} volume={volume} note={canAdd ? volume : why} action={adopt} />
      <Cell className="whitespace-nowrap">{serviceId}</Cell>
      <Cell className="whitespace-nowrap text-muted">{format.bytes(bytes)}</Cell>
      <Cell className="py-1 text-right">
        {canAdd && (
          <Button
            size="sm"
            icon={Plus}
            busy={adopt.busy}
            aria-label={t('discovery.addNamed', { path })}
            onClick={() => void adopt.run()}
          >
            {t('discovery.add')}
          </Button>
        )}
      </Cell>
    </Row>
  );
}

function AddedRow({
  hostId,
  serviceId,
  database: { id, path, volume },
  onChanged,
}: {
  readonly hostId: string;
  readonly serviceId: string;
  readonly database: DatabaseSpec;
  readonly onChanged: () => void;
}) {
  const t = useText();
  const remove = useAction(async () => {
    await call('backup.unadopt', { hostId, serviceId, databaseId: id });
    toastDone(t('discovery.removed', { id, service: serviceId }));
    onChanged();
  });
  return (
    <Row>
      <PathCell path={path} volume={volume} note={t('discovery.as', { id, volume })} action={remove} />
      <Cell className="whitespace-nowrap">{serviceId}</Cell>
      <Cell className="py-1 text-right">
        <Button
          size="sm"
          icon={Minus}
          busy={remove.busy}
          aria-label={t('discovery.removeNamed', { id, service: serviceId })}
          onClick={() => void remove.run()}
        >
          {t('discovery.remove')}
        </Button>
      </Cell>
    </Row>
  );
}

/** Where a database lies, and what went wrong with the row's action. */
function PathCell({
  path,
  volume,
  note,
  action: { error, clear },
}: {
  readonly path: string;
  readonly volume: string;
  readonly note: string;
  readonly action: Pick<ReturnType<typeof useAction>, 'error' | 'clear'>;
}) {
  return (
    <Cell className="max-w-0 w-full">
      <p className="truncate font-mono text-xs" title={path}>
        {path}
      </p>
      <p className="truncate text-2xs text-faint" title={volume}>
        {note}
      </p>
      {error && <ErrorPanel error={error} onDismiss={clear} />}
    </Cell>
  );
}
