import { Search } from 'lucide-react';
import type { Status } from '../../../shared/domain/status.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { Input, Select } from '../../ui/field.tsx';
import { statusLooks, statusOrder } from '../../ui/status.tsx';
import type { TileHead, TileOrder } from './arrange-tiles.ts';

interface OverviewHeaderProps {
  readonly heads: readonly TileHead[];
  readonly order: TileOrder;
  readonly onOrder: (order: TileOrder) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly only: Status | null;
  readonly onOnly: (status: Status | null) => void;
}

/** Fewer tiles than this are found faster by eye than by typing. */
const worthFiltering = 12;

/** The night in one line: how it stands, the count of each status (a filter), and the order. */
export function OverviewHeader(props: OverviewHeaderProps) {
  const t = useText();
  const { heads, order, onOrder, text, onText, only, onOnly } = props;
  const counts = new Map<Status, number>();
  for (const [, , status] of heads) counts.set(status, (counts.get(status) ?? 0) + 1);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 px-5 pt-2.5 pb-2">
      <h1 className="sr-only">{t('overview.title')}</h1>
      <Headline counts={counts} total={heads.length} />
      <ul className="flex flex-wrap items-center gap-1">
        {statusOrder
          .filter((status) => counts.has(status))
          .map((status) => {
            const look = statusLooks[status];
            const pressed = only === status;
            return (
              <li key={status}>
                <button
                  type="button"
                  aria-pressed={pressed}
                  onClick={() => onOnly(pressed ? null : status)}
                  className={classes(
                    'flex h-7 items-center gap-1 rounded-full border px-2 text-xs font-medium transition-colors',
                    look.text,
                    pressed ? `${look.tint} border-current` : 'border-line hover:border-line-strong',
                  )}
                >
                  <look.icon aria-hidden className="size-3.5" />
                  <span className="sr-only">{t('overview.filterStatus')}</span>
                  <span>{counts.get(status)}</span>
                  <span>{t(`common.status.${status}`)}</span>
                </button>
              </li>
            );
          })}
      </ul>
      {heads.length > 0 && (
        <div className="ml-auto flex items-center gap-2">
          {heads.length > worthFiltering && (
            <div className="relative">
              <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
              <Input
                type="search"
                aria-label={t('overview.filter')}
                placeholder={t('overview.filter')}
                value={text}
                onChange={(event) => onText(event.target.value)}
                className="w-48 bg-surface pl-8"
              />
            </div>
          )}
          <Select
            aria-label={t('overview.sort')}
            value={order}
            onChange={(event) => onOrder(event.target.value as TileOrder)}
            className="w-auto border-line bg-surface text-xs"
          >
            <option value="trouble">{t('overview.sortTrouble')}</option>
            <option value="manual">{t('overview.sortManual')}</option>
            <option value="name">{t('overview.sortName')}</option>
          </Select>
        </div>
      )}
    </header>
  );
}

function Headline({
  counts,
  total,
}: {
  readonly counts: ReadonlyMap<Status, number>;
  readonly total: number;
}) {
  const t = useText();
  const trouble = (counts.get('down') ?? 0) + (counts.get('pending') ?? 0) + (counts.get('degraded') ?? 0);
  const unobserved = counts.get('unobserved') ?? 0;
  const text =
    trouble > 0
      ? t('overview.trouble', { count: trouble })
      : total > 0 && unobserved === total
        ? t('overview.notWatching')
        : total > 0
          ? t('overview.allUp')
          : t('overview.title');
  return (
    <p role="status" className="text-lg font-semibold tracking-tight">
      {text}
    </p>
  );
}
