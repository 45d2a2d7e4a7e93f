import { ListChecks, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { Job } from '../../shared/domain/job.ts';
import { errorText } from '../../shared/errors.ts';
import { call } from '../bridge/ronda.ts';
import { ConnectionWord } from '../features/hosts/connection-word.tsx';
import { useBackupPlan } from '../stores/backup-plans.ts';
import { useSelectedHost } from '../stores/hosts.ts';
import { useJobs } from '../stores/jobs.ts';
import { useAppStatus } from '../stores/settings.ts';
import { IconButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { useFormat } from '../ui/format.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { TimeAgo } from '../ui/time.tsx';
import { toastError } from '../ui/toasts.tsx';
import { useClockText } from '../ui/use-clock.ts';
import { useLanguage, useText } from './i18n.ts';

export function StatusBar() {
  const t = useText();
  const host = useSelectedHost();
  const app = useAppStatus();
  return (
    <section
      aria-label={t('shell.statusBar')}
      className="col-span-2 row-start-3 flex items-center gap-5 border-t border-line bg-surface px-4 text-xs text-muted"
    >
      {host && (
        <span className="flex min-w-0 items-center gap-2">
          <ConnectionWord state={host.connection.state} />
          {host.connection.methods && (
            <span className="truncate text-faint">{t(`hosts.method.${host.connection.methods.docker}`)}</span>
          )}
          {host.connection.engine && (
            <span className="truncate font-mono text-2xs text-faint">
              {`Docker ${host.connection.engine.version}`}
            </span>
          )}
        </span>
      )}
      <RunningJobs />
      <span className="ml-auto flex min-w-0 items-center gap-4 whitespace-nowrap text-faint">
        {app && !app.isLeaseHolder && app.leaseHolder && (
          <span
            title={t('shell.leaseElsewhere', { holder: app.leaseHolder })}
            className="truncate text-degraded"
          >
            {t('shell.leaseElsewhere', { holder: app.leaseHolder })}
          </span>
        )}
        {host && <NextBackup hostId={host.id} />}
        {app && <span>{t('shell.version', { version: app.version })}</span>}
      </span>
    </section>
  );
}

/** When the databases of the chosen host are copied next; nothing where no plan says so. */
function NextBackup({ hostId }: { readonly hostId: string }) {
  const t = useText();
  const format = useFormat();
  const nextAt = useBackupPlan(hostId)?.nextAt ?? null;
  // Another process may have just begun it, and this window not heard of the next one yet.
  const time = useClockText((now) => (nextAt === null || nextAt < now ? '' : format.upcoming(nextAt, now)));
  if (nextAt === null || time === '') return null;
  return <span title={format.dateTime(nextAt)}>{t('shell.nextBackup', { time })}</span>;
}

function RunningJobs() {
  const t = useText();
  const jobs = useJobs();
  const running = jobs.filter((job) => job.state === 'running');
  const [first] = running;
  return (
    <Popover.Root>
      <Popover.Trigger className="-ml-2 flex h-6 min-w-0 items-center gap-2 rounded px-2 hover:bg-line/60 hover:text-ink">
        <ListChecks aria-hidden className={classes('size-3.5', first ? 'text-accent' : 'text-faint')} />
        {first ? (
          <>
            <span className="truncate text-ink">{`${t(`shell.jobKind.${first.kind}`)} ${first.subject}`}</span>
            <ProgressBar label={first.subject} value={fraction(first)} className="w-28" />
            <JobFigures job={first} />
            {running.length > 1 && <span>{t('shell.jobsRunning', { count: running.length })}</span>}
          </>
        ) : (
          <span className="text-faint">{t('shell.noJobs')}</span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={8}
          aria-label={t('shell.jobs')}
          className="rise z-40 max-h-96 w-[28rem] overflow-y-auto rounded-xl border border-line-strong bg-raised p-2 shadow-float"
        >
          {jobs.length === 0 && <p className="p-3 text-muted">{t('shell.noRecentJobs')}</p>}
          <ul>
            {jobs.slice(0, 20).map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function JobRow({ job }: { readonly job: Job }) {
  const t = useText();
  const language = useLanguage();
  const running = job.state === 'running';
  return (
    <li className="flex items-center gap-3 rounded-md px-2.5 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="truncate font-medium">{`${t(`shell.jobKind.${job.kind}`)} ${job.subject}`}</span>
          <span className={classes('ml-auto text-xs', job.state === 'failed' ? 'text-down' : 'text-faint')}>
            {t(`shell.jobState.${job.state}`)}
          </span>
        </p>
        {running ? (
          <>
            <ProgressBar label={job.subject} value={fraction(job)} className="my-1.5" />
            <p className="text-xs text-muted">
              <JobFigures job={job} />
            </p>
          </>
        ) : (
          <p className="truncate text-xs text-faint">
            {job.error ? (
              errorText(job.error, language).message
            ) : (
              <TimeAgo at={job.endedAt ?? job.startedAt} />
            )}
          </p>
        )}
      </div>
      {running && (
        <IconButton
          icon={X}
          label={t('shell.cancelJob', { subject: job.subject })}
          onClick={() => void call('jobs.cancel', { jobId: job.id }).catch(toastError)}
        />
      )}
    </li>
  );
}

function JobFigures({ job }: { readonly job: Job }) {
  const t = useText();
  const format = useFormat();
  const progress = job.progress;
  if (!progress) return null;
  const figures = [
    progress.doneBytes !== null && progress.totalBytes !== null
      ? `${format.bytes(progress.doneBytes)} / ${format.bytes(progress.totalBytes)}`
      : null,
    progress.bytesPerSecond === null
      ? null
      : t('shell.rate', { bytes: format.bytes(progress.bytesPerSecond) }),
    progress.remainingMs === null
      ? null
      : t('shell.remaining', { time: format.duration(progress.remainingMs) }),
  ];
  return <span className="whitespace-nowrap text-muted">{figures.filter(Boolean).join(' · ')}</span>;
}

function fraction(job: Job): number | null {
  const progress = job.progress;
  if (!progress || progress.doneBytes === null || !progress.totalBytes) return null;
  return progress.doneBytes / progress.totalBytes;
}
