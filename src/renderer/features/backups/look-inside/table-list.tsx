import type { TableInfo } from '../../../../shared/domain/backup-contents.ts';
import { useText } from '../../../app/i18n.ts';
import { classes } from '../../../ui/classes.ts';
import { useFormat } from '../../../ui/format.ts';

/** The tables of a backup with their rows, one of them chosen. */
export function TableList({
  tables,
  chosen,
  onChoose,
}: {
  readonly tables: readonly TableInfo[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <nav aria-label={t('backups.inside.tables')} className="max-h-[28rem] overflow-y-auto">
      <ul className="flex flex-col gap-px">
        {tables.map(({ name, rows }) => (
          <li key={name}>
            <button
              type="button"
              aria-current={name === chosen}
              title={name}
              onClick={() => onChoose(name)}
              className={classes(
                'flex w-full items-baseline gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-raised',
                name === chosen && 'bg-raised font-medium text-accent',
              )}
            >
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
              <span className="text-xs text-faint">{rows === null ? '–' : format.number(rows)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
