import type { TableInfo } from '../../../../shared/domain/backup-contents.ts';
import { useText } from '../../../app/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';

/** A table's columns and the statements that make it. */
export function StructureView({ table }: { readonly table: TableInfo }) {
  const t = useText();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {table.columns.length > 0 && (
        <Table
          label={t('backups.inside.columns')}
          columns={[
            { title: t('backups.inside.column') },
            { title: t('backups.inside.type') },
            { title: t('backups.inside.traits') },
          ]}
        >
          {table.columns.map((column) => (
            <Row key={column.name}>
              <Cell className="font-mono text-xs break-all">{column.name}</Cell>
              <Cell className="font-mono text-xs text-muted">{column.type}</Cell>
              <Cell>
                <span className="flex gap-1.5">
                  {column.isKey && <Badge tone="neutral">{t('backups.inside.key')}</Badge>}
                  {column.isRequired && <Badge tone="neutral">{t('backups.inside.required')}</Badge>}
                  {column.isGenerated && <Badge tone="neutral">{t('backups.inside.generated')}</Badge>}
                </span>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {table.schema.map((sql) => (
        <pre
          key={sql}
          className="rounded-lg bg-canvas px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap select-text"
        >
          {sql}
        </pre>
      ))}
    </div>
  );
}
