import { useState } from 'react';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { TableDifference } from '../../../../shared/domain/backup-contents.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useBackupsOf } from '../../../stores/backups.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { useFormat } from '../../../ui/format.ts';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { DateTime } from '../../../ui/time.tsx';

/** What changed between this backup and another of the same database, table by table. */
export function CompareView({ backup }: { readonly backup: Backup }) {
  const t = useText();
  const format = useFormat();
  const others = useBackupsOf(backup).filter(({ id, missing }) => id !== backup.id && !missing);
  // The one before it: what people ask is what has happened since.
  const before = others.find(({ takenAt }) => takenAt <= backup.takenAt) ?? others.at(-1);
  const [chosen, setChosen] = useState<string | null>(null);
  const otherId = chosen ?? before?.id ?? null;
  const { data, error } = useQuery(
    'backup.compare',
    otherId === null ? null : { backupId: backup.id, otherId },
  );
  if (otherId === null) return <p className="py-8 text-center text-muted">{t('backups.inside.noOther')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('backups.inside.other')} className="max-w-96">
        {(ids) => (
          <Select {...ids} value={otherId} onChange={(event) => setChosen(event.target.value)}>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {`${format.dateTime(other.takenAt)} · ${t(`backups.reason.${other.reason}`)}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {error && <ErrorPanel error={error} />}
      {!data && !error && <SkeletonRows rows={5} />}
      {data && (
        <>
          <p className="text-muted">
            {t('backups.inside.from')} <DateTime at={data.older.takenAt} /> {t('backups.inside.to')}{' '}
            <DateTime at={data.newer.takenAt} />
          </p>
          <Differences tables={data.tables} />
        </>
      )}
    </div>
  );
}

function Differences({ tables }: { readonly tables: readonly TableDifference[] }) {
  const t = useText();
  const changed = tables.filter(
    ({ added, removed, changed: rows, schemaChanged, where }) =>
      where !== 'both' || schemaChanged || added + removed + rows > 0,
  );
  if (changed.length === 0)
    return <p className="py-4">{t('backups.inside.same', { count: tables.length })}</p>;
  return (
    <>
      <Table
        label={t('backups.inside.compare')}
        columns={[
          { title: t('backups.inside.table') },
          { title: t('backups.inside.added'), className: 'text-right' },
          { title: t('backups.inside.removed'), className: 'text-right' },
          { title: t('backups.inside.changed'), className: 'text-right' },
          { title: t('backups.inside.structure') },
        ]}
      >
        {changed.map((table) => (
          <Row key={table.name}>
            <Cell className="font-mono text-xs break-all">{table.name}</Cell>
            <Count value={table.added} sign="+" tone="text-up" />
            <Count value={table.removed} sign="−" tone="text-down" />
            <Count value={table.changed} sign="" tone="text-degraded" />
            <Cell>
              {table.where !== 'both' && (
                <Badge tone={table.where === 'only-newer' ? 'up' : 'down'}>
                  {t(`backups.inside.where.${table.where}`)}
                </Badge>
              )}
              {table.schemaChanged && (
                <span className="text-muted">
                  {[
                    ...table.columns.added.map((name) => `+ ${name}`),
                    ...table.columns.removed.map((name) => `− ${name}`),
                  ].join(', ') || t('backups.inside.structureChanged')}
                </span>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
      {changed.length < tables.length && (
        <p className="text-xs text-faint">
          {t('backups.inside.unchanged', { count: tables.length - changed.length })}
        </p>
      )}
    </>
  );
}

function Count({
  value,
  sign,
  tone,
}: {
  readonly value: number;
  readonly sign: string;
  readonly tone: string;
}) {
  const format = useFormat();
  return (
    <Cell className={value === 0 ? 'text-right text-faint' : `text-right font-medium ${tone}`}>
      {value === 0 ? '0' : `${sign}${format.number(value)}`}
    </Cell>
  );
}
