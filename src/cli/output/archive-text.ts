import type { Archive, ArchivePlan, ArchiveSource } from '../../shared/domain/archive.ts';
import { errorText } from '../../shared/errors.ts';
import type { Session } from '../session.ts';
import { formatBytes, formatDuration, formatInstant } from './format.ts';
import { plainText } from './plain-text.ts';
import { renderTable } from './table.ts';

export function archiveTable({ say, paint }: Session, archives: readonly Archive[]): string {
  return renderTable(
    [
      { title: say('column.taken') },
      { title: say('column.verified') },
      { title: say('column.service') },
      { title: say('column.where-mounted') },
      { title: say('column.files'), align: 'right' },
      { title: say('column.size'), align: 'right' },
      { title: say('column.id') },
    ],
    archives.map((archive) => [
      formatInstant(archive.takenAt),
      archive.verification === 'failed'
        ? { text: say('backup.failed'), paint: paint.bad }
        : formatInstant(archive.checkedAt),
      archive.serviceId,
      plainText(archive.mountPath),
      String(archive.files),
      formatBytes(archive.fileBytes),
      archive.missing ? { text: `${archive.id} (${say('backup.missing')})`, paint: paint.bad } : archive.id,
    ]),
    // An id that was cut off could not be typed again.
    undefined,
  );
}

export function sourceTable({ say }: Session, sources: readonly ArchiveSource[]): string {
  return renderTable(
    [
      { title: say('column.service') },
      { title: say('column.where-mounted') },
      { title: say('column.volume') },
      { title: say('column.id') },
    ],
    sources.map((source) => [
      source.serviceId,
      plainText(source.mountPath),
      plainText(source.name),
      source.sourceId,
    ]),
    undefined,
  );
}

export function archiveSteps({ say, paint }: Session, { steps }: Archive): string {
  return steps
    .map(({ step, ok, detail, durationMs }) => {
      const text = `${ok ? '✓' : '✗'} ${step}  ${formatDuration(durationMs)}  ${plainText(detail)}`;
      return ok ? text : paint.bad(`${text} (${say('backup.failed')})`);
    })
    .join('\n');
}

/** Putting one back as it would happen: what is replaced by what, who is stopped, and the commands it stands for. */
export function archivePlanText(session: Session, plan: ArchivePlan, hostName: string): string {
  const { say, paint } = session;
  const { replacement } = plan;
  return [
    paint.bold(
      say('archive.heading', { id: plan.archiveId, service: plan.serviceId, host: plainText(hostName) }),
    ),
    `  ${plainText(plan.targetPath)} (${plainText(plan.volume)})`,
    `  ${say('archive.then', {
      count: replacement.entries,
      size: formatBytes(replacement.bytes),
      at: formatInstant(replacement.takenAt),
    })}`,
    ...planConsequences(session, plan),
  ].join('\n');
}

/** Of any plan of a restore into a folder: what stops and for how long, what to mind, and the commands. */
export function planConsequences(
  { say, paint, language }: Session,
  plan: Pick<ArchivePlan, 'stops' | 'estimatedDowntimeMs' | 'warnings' | 'commands'>,
): string[] {
  const stops = plan.stops.filter(({ running }) => running).map(({ name }) => plainText(name));
  return [
    `  ${say('restore.stops', { names: stops.join(', ') || '–' })}`,
    `  ${say('restore.downtime', { time: formatDuration(plan.estimatedDowntimeMs) })}`,
    ...plan.warnings.map((warning) => {
      const text = plainText(errorText(warning, language()).message);
      return `  ${paint.bad(say('restore.warning', { text }))}`;
    }),
    ...plan.commands.map((command) => `  $ ${plainText(command)}`),
  ];
}
