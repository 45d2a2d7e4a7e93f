import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CellText, TableInfo } from '../../../../shared/domain/backup-contents.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Input } from '../../../ui/field.tsx';
import { useFormat } from '../../../ui/format.ts';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';

const perPage = 50;
/** A search reads the whole table: it waits until the typing rests. */
const restMs = 300;
/** Enough to tell a JPEG from a PNG. */
const blobBytesShown = 8;

/** The rows of one table, page by page. */
export function RowsView({ backupId, table }: { readonly backupId: string; readonly table: TableInfo }) {
  const t = useText();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSearch(typed);
      setOffset(0);
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const isReadable = table.rows !== null;
  const { data, error, loading } = useQuery(
    'backup.rows',
    isReadable ? { backupId, table: table.name, search, offset, limit: perPage } : null,
  );
  if (!isReadable) return <p className="py-8 text-center text-muted">{t('backups.inside.virtual')}</p>;
  const last = data ? Math.min(offset + data.rows.length, data.total) : 0;
  return (
    <section aria-label={table.name} aria-busy={loading} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center gap-3">
        <Input
          type="search"
          aria-label={t('backups.inside.search', { table: table.name })}
          placeholder={t('backups.inside.search', { table: table.name })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="max-w-72"
        />
        <span role="status" className="ml-auto text-xs whitespace-nowrap text-muted">
          {data &&
            (data.total === 0
              ? t('backups.inside.noRows')
              : t('backups.inside.range', {
                  from: format.number(offset + 1),
                  to: format.number(last),
                  total: format.number(data.total),
                }))}
        </span>
        <span className="flex">
          <IconButton
            icon={ChevronLeft}
            label={t('backups.inside.previous')}
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - perPage))}
          />
          <IconButton
            icon={ChevronRight}
            label={t('backups.inside.next')}
            disabled={!data || last >= data.total}
            onClick={() => setOffset(offset + perPage)}
          />
        </span>
      </div>
      {error && <ErrorPanel error={error} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && data.rows.length > 0 && (
        <Table tall label={table.name} columns={data.columns.map((title) => ({ title }))}>
          {data.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a foreign table has no other identity.
            <Row key={offset + index}>
              {row.map((cell, column) => (
                <ValueCell key={data.columns[column]} cell={cell} />
              ))}
            </Row>
          ))}
        </Table>
      )}
    </section>
  );
}

/** The value as text, whatever is in it; direction marks cannot reach beyond their own cell. */
function ValueCell({ cell }: { readonly cell: CellText }) {
  const t = useText();
  const format = useFormat();
  if (cell.kind === 'null') return <Cell className="font-mono text-xs text-faint italic">{'NULL'}</Cell>;
  const size =
    cell.size === null
      ? null
      : cell.kind === 'blob'
        ? format.bytes(cell.size)
        : t('backups.inside.characters', { count: cell.size });
  const isWhole = cell.kind !== 'blob' || cell.size === null || cell.size <= blobBytesShown;
  const text = cell.kind === 'blob' ? `x'${cell.text.slice(0, blobBytesShown * 2)}` : cell.text;
  return (
    <Cell className={cell.kind === 'number' ? 'text-right font-mono text-xs' : 'font-mono text-xs'}>
      <bdi className="line-clamp-2 max-w-80 min-w-0 break-words" title={cell.text}>
        {text}
        {cell.kind === 'blob' && (isWhole ? "'" : "…'")}
        {cell.kind === 'text' && cell.size !== null && '…'}
        {size && <span className="ml-2 font-sans text-2xs whitespace-nowrap text-faint">{size}</span>}
      </bdi>
    </Cell>
  );
}
