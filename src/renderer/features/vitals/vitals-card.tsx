import { RefreshCw, TriangleAlert } from 'lucide-react';
import type { HostView } from '../../../shared/domain/host.ts';
import type { DiskVital, VitalKey, VitalProblem, Vitals } from '../../../shared/domain/vitals.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time.tsx';

/** Disk, memory, load and the rest of a connected host; what is over its threshold says so in words. */
export function VitalsCard({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const reading = useQuery('vitals.read', isConnected ? { hostId: host.id } : null, host.connection.since);
  const { data } = reading;
  if (!isConnected) return null;
  return (
    <Section
      title={t('vitals.title')}
      actions={
        <div className="flex items-center gap-2 text-xs text-faint">
          {data && (
            <span>
              {t('vitals.at')} <TimeAgo at={data.vitals.at} />
            </span>
          )}
          <IconButton
            icon={RefreshCw}
            label={t('vitals.read')}
            busy={reading.loading}
            onClick={reading.reload}
          />
        </div>
      }
    >
      {reading.error && <ErrorPanel error={reading.error} />}
      {!data && reading.loading && <SkeletonRows rows={3} />}
      {data && <Problems problems={data.problems} />}
      {data && <VitalsList vitals={data.vitals} problems={data.problems} />}
    </Section>
  );
}

function Problems({ problems }: { readonly problems: readonly VitalProblem[] }) {
  const language = useLanguage();
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {problems.map(({ vital, subject, level, cause }) => {
        const { message, hint } = errorText(cause, language);
        return (
          <li key={`${vital} ${subject}`} className="flex items-start gap-2">
            <TriangleAlert
              aria-hidden
              className={classes('mt-0.5 size-4 shrink-0', level === 'alert' ? 'text-down' : 'text-degraded')}
            />
            <span className="min-w-0 break-words">
              {message} <span className="text-muted">{hint}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function VitalsList({
  vitals,
  problems,
}: {
  readonly vitals: Vitals;
  readonly problems: readonly VitalProblem[];
}) {
  const t = useText();
  const format = useFormat();
  const { memory, load, uptimeSeconds, oomKills, clockSkewMs, rebootPending, docker } = vitals;
  const isOver = (vital: VitalKey, subject = ''): boolean =>
    problems.some((problem) => problem.vital === vital && problem.subject === subject);
  const unknown = t('vitals.unknown');
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
      {vitals.disks.map((disk) => (
        <Fact
          key={disk.mount}
          name={t('vitals.disk', { mount: disk.mount })}
          isOver={isOver('disk', disk.mount) || isOver('inodes', disk.mount)}
        >
          <Disk disk={disk} />
        </Fact>
      ))}
      <Fact name={t('vitals.memory')} isOver={isOver('memory')}>
        {memory === null
          ? unknown
          : [
              t('vitals.memoryValue', {
                used: format.bytes(memory.totalBytes - memory.availableBytes),
                total: format.bytes(memory.totalBytes),
              }),
              ...(memory.swapTotalBytes > 0
                ? [
                    t('vitals.swap', {
                      used: format.bytes(memory.swapUsedBytes),
                      total: format.bytes(memory.swapTotalBytes),
                    }),
                  ]
                : []),
            ].join(' · ')}
      </Fact>
      <Fact name={t('vitals.load')} isOver={isOver('load')}>
        {load === null
          ? unknown
          : t('vitals.loadValue', {
              one: format.number(load.one, 2),
              five: format.number(load.five, 2),
              fifteen: format.number(load.fifteen, 2),
              count: load.cpus,
            })}
      </Fact>
      {uptimeSeconds !== null && (
        <Fact name={t('vitals.uptime')}>{format.duration(uptimeSeconds * 1000)}</Fact>
      )}
      {oomKills !== null && (
        <Fact name={t('vitals.oom')} isOver={isOver('oom')}>
          {t('vitals.oomValue', { count: oomKills })}
        </Fact>
      )}
      {clockSkewMs !== null && (
        <Fact name={t('vitals.clock')} isOver={isOver('clock')}>
          {clockSkewMs === 0
            ? t('vitals.clockSame')
            : t('vitals.clockOff', { time: format.duration(Math.abs(clockSkewMs)) })}
        </Fact>
      )}
      {rebootPending !== null && (
        <Fact name={t('vitals.reboot')} isOver={rebootPending}>
          {t(rebootPending ? 'vitals.rebootPending' : 'vitals.rebootNone')}
        </Fact>
      )}
      {docker && (
        <Fact name={t('vitals.docker')} isOver={isOver('docker')}>
          {docker
            .map(({ kind, totalBytes, reclaimableBytes }) =>
              t(reclaimableBytes > 0 ? 'vitals.dockerValue' : 'vitals.dockerInUse', {
                kind: t(`vitals.dockerKind.${kind}`),
                total: format.bytes(totalBytes),
                free: format.bytes(reclaimableBytes),
              }),
            )
            .join(' · ')}
        </Fact>
      )}
    </dl>
  );
}

function Disk({ disk }: { readonly disk: DiskVital }) {
  const t = useText();
  const format = useFormat();
  const parts = [
    t('vitals.diskValue', {
      used: format.bytes(disk.usedBytes),
      size: format.bytes(disk.sizeBytes),
      percent: format.percent(disk.usedPercent),
    }),
    ...(disk.inodesUsedPercent === null
      ? []
      : [t('vitals.inodes', { percent: format.percent(disk.inodesUsedPercent) })]),
  ];
  return <>{parts.join(' · ')}</>;
}

function Fact({
  name,
  isOver = false,
  children,
}: {
  readonly name: string;
  readonly isOver?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <>
      <dt className="text-xs leading-5 break-words text-faint">{name}</dt>
      <dd className={classes('min-w-0 break-words', isOver && 'font-medium text-down')}>{children}</dd>
    </>
  );
}
