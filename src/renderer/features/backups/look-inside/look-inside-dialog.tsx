import { useState } from 'react';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { DateTime } from '../../../ui/time.tsx';
import { CompareView } from './compare-view.tsx';
import { RowsView } from './rows-view.tsx';
import { StructureView } from './structure-view.tsx';
import { TableList } from './table-list.tsx';

type View = 'rows' | 'structure' | 'compare';

/** What is in a backup, read where it lies: its tables and rows, how they are made, and how it differs from another. */
export function LookInsideDialog({
  backup,
  onClose,
}: {
  readonly backup: Backup;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [view, setView] = useState<View>('rows');
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error } = useQuery('backup.tables', { backupId: backup.id });
  const tables = data?.tables ?? [];
  const table = tables.find(({ name }) => name === chosen) ?? tables[0];
  const file = backup.sourcePath.split('/').at(-1) ?? backup.databaseId;

  const beside = (content: 'rows' | 'structure') =>
    table === undefined ? (
      <p className="py-8 text-center text-muted">{t('backups.inside.noTables')}</p>
    ) : (
      <div className="grid grid-cols-[14rem_minmax(0,1fr)] gap-4">
        <TableList tables={tables} chosen={table.name} onChoose={setChosen} />
        {content === 'rows' ? (
          <RowsView key={table.name} backupId={backup.id} table={table} />
        ) : (
          <StructureView table={table} />
        )}
      </div>
    );

  return (
    <Dialog
      open
      size="xl"
      onClose={onClose}
      title={t('backups.inside.title', { database: file })}
      description={
        <>
          <DateTime at={backup.takenAt} />
          {` · ${t('backups.inside.readOnly')}`}
        </>
      }
    >
      {error && <ErrorPanel error={error} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (
        <Tabs<View>
          label={t('backups.inside.views')}
          value={view}
          onChange={setView}
          className="min-h-[28rem]"
          tabs={[
            { value: 'rows', label: t('backups.inside.rows'), content: beside('rows') },
            { value: 'structure', label: t('backups.inside.structure'), content: beside('structure') },
            {
              value: 'compare',
              label: t('backups.inside.compare'),
              content: <CompareView backup={backup} />,
            },
          ]}
        />
      )}
    </Dialog>
  );
}
