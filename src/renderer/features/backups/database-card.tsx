import { Archive, Database, FileUp, History, type LucideIcon, Save, ShieldCheck, X } from 'lucide-react';
import type { DatabaseView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import type { DatabaseKey } from '../../stores/backups.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { backUp, forgetRun, importFile, useBackupRun } from './backup-runs.ts';
import { JobProgressView } from './job-progress.tsx';
import { useFileDrop } from './use-file-drop.ts';

interface DatabaseCardProps {
  readonly database: DatabaseView;
  readonly databaseKey: DatabaseKey;
  readonly serviceName: string;
  readonly selected: boolean;
}

export function DatabaseCard({ database, databaseKey, serviceName, selected }: DatabaseCardProps) {
  const t = useText();
  const run = useBackupRun(databaseKey);
  const file = database.path.split('/').at(-1) ?? database.id;
  const drop = useFileDrop(run?.state !== 'running', (path) => void importFile(databaseKey, path));
  return (
    <li
      {...drop.handlers}
      className={classes(
        'relative flex flex-col gap-3 rounded-xl border bg-surface p-3.5',
        selected ? 'border-accent/70' : 'border-line',
      )}
    >
      {drop.isOver && (
        <div className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-surface/95 font-medium">
          <FileUp aria-hidden className="size-4 text-accent" />
          {t('backups.dropHere', { database: file })}
        </div>
      )}
      <div className="flex items-center gap-2.5">
        <span className="flex size-8 items-center justify-center rounded-lg bg-line/60">
          <Database aria-hidden className="size-4 text-muted" />
        </span>
        <div className="min-w-0 flex-1">
          <h2>
            <button
              type="button"
              aria-pressed={selected}
              title={database.path}
              onClick={() => go({ screen: 'backups', database: databaseKey })}
              className="max-w-full truncate rounded text-left text-base leading-5 font-semibold hover:text-accent"
            >
              {file}
            </button>
          </h2>
          <p className="truncate text-xs text-faint">{serviceName}</p>
        </div>
        {run?.state === 'running' ? (
          <IconButton icon={X} label={t('common.cancel')} onClick={run.cancel} />
        ) : (
          <>
            <IconButton
              icon={FileUp}
              label={t('backups.importFile')}
              onClick={() => void importFile(databaseKey)}
            />
            <Button size="sm" icon={Archive} onClick={() => void backUp([databaseKey])}>
              {t('backups.backUpNow')}
            </Button>
          </>
        )}
      </div>
      {run?.state === 'running' ? (
        <JobProgressView label={t('backups.backingUp', { database: file })} progress={run.progress} />
      ) : (
        <dl className="grid grid-cols-3 gap-2">
          <Milestone icon={Save} name={t('backups.taken')} at={database.takenAt} />
          <Milestone icon={ShieldCheck} name={t('backups.verified')} at={database.verifiedAt} />
          <Milestone icon={History} name={t('backups.restoreTested')} at={database.restoreTestedAt} />
        </dl>
      )}
      {run?.error && (
        <ErrorPanel error={run.error} onRetry={run.retry} onDismiss={() => forgetRun(databaseKey)} />
      )}
    </li>
  );
}

function Milestone({
  icon: Icon,
  name,
  at,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly at: number | null;
}) {
  const t = useText();
  return (
    <div className="min-w-0 rounded-lg bg-canvas px-2.5 py-2">
      <dt className="flex items-center gap-1.5 text-2xs text-faint">
        <Icon aria-hidden className={classes('size-3.5', at === null ? 'text-faint' : 'text-up')} />
        <span className="truncate">{name}</span>
      </dt>
      <dd className={classes('mt-0.5 truncate font-medium', at === null && 'font-normal text-degraded')}>
        {at === null ? t('common.never') : <TimeAgo at={at} />}
      </dd>
      <dd className="h-4 truncate text-2xs text-faint">{at !== null && <DateTime short at={at} />}</dd>
    </div>
  );
}
