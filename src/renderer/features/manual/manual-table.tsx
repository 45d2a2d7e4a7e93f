import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { Cell, Row, Table } from '../../ui/table.tsx';

interface ManualTableProps {
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly className?: string }[];
  /** Plain texts of the profile, one for each column; the first names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** One of the manual's tables, or a line that says that it has none. */
export function ManualTable({ label, columns, rows }: ManualTableProps) {
  const t = useText();
  if (rows.length === 0) return <p className="py-6 text-muted">{t('manual.noneInPart')}</p>;
  return (
    <Table label={label} columns={columns}>
      {rows.map((row) => (
        <Row key={row.join('\n')}>
          {row.map((text, column) => (
            <Cell
              key={columns[column]?.title ?? column}
              className={classes(
                'break-words whitespace-pre-line',
                column === 0 ? 'font-medium' : 'text-muted',
              )}
            >
              {text}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}
