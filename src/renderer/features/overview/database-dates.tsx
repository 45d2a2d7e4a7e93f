import { Database, History, type LucideIcon, Save, ShieldCheck } from 'lucide-react';
import type { DatabaseView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { TimeSince } from '../../ui/time.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

/** A backup older than this is shown as a warning, ms: the manual asks for one a day. */
const staleAfterMs = 26 * 3600 * 1000;

/** The three dates of a database in one line: taken, verified, restore tested. */
export function DatabaseDates({ database }: { readonly database: DatabaseView }) {
  const file = database.path.split('/').at(-1) ?? database.id;
  return (
    <div className="flex items-center gap-2 text-xs">
      <Database aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span title={database.path} className="min-w-0 flex-1 truncate font-mono text-2xs text-muted">
        {file}
      </span>
      <BackupDate icon={Save} kind="taken" at={database.takenAt} ages />
      <BackupDate icon={ShieldCheck} kind="verified" at={database.verifiedAt} ages />
      <BackupDate icon={History} kind="restoreTested" at={database.restoreTestedAt} />
    </div>
  );
}

function BackupDate({
  icon: Icon,
  kind,
  at,
  ages = false,
}: {
  readonly icon: LucideIcon;
  readonly kind: 'taken' | 'verified' | 'restoreTested';
  readonly at: number | null;
  readonly ages?: boolean;
}) {
  const t = useText();
  const stale = ages && (at === null || Date.now() - at > staleAfterMs);
  return (
    <Tooltip text={t(`overview.${kind}`)}>
      <span
        className={classes(
          'inline-flex items-center gap-1 whitespace-nowrap',
          at === null ? 'text-faint' : stale ? 'text-degraded' : 'text-muted',
        )}
      >
        <Icon aria-hidden className="size-3.5" />
        <span className="sr-only">{t(`overview.${kind}`)}</span>
        {at === null ? <span>{t('common.none')}</span> : <TimeSince rough at={at} />}
      </span>
    </Tooltip>
  );
}
