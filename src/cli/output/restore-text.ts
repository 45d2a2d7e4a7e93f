import type { RestorePlan } from '../../shared/domain/backup.ts';
import { errorText } from '../../shared/errors.ts';
import type { Session } from '../session.ts';
import { countRows } from './backup-text.ts';
import { formatBytes, formatDuration, formatInstant } from './format.ts';
import { plainText } from './plain-text.ts';

/** A restore as it would happen: what is replaced by what, who is stopped, and the commands it stands for. */
export function restorePlanText(
  { say, paint, language }: Session,
  plan: RestorePlan,
  hostName: string,
): string {
  const { current, replacement } = plan;
  const stops = plan.stops.filter(({ running }) => running).map(({ name }) => plainText(name));
  return [
    paint.bold(
      say('restore.heading', { id: plan.backupId, service: plan.serviceId, host: plainText(hostName) }),
    ),
    `  ${plainText(plan.targetPath)} (${plainText(plan.volume)})`,
    `  ${
      current
        ? say('restore.now', { size: formatBytes(current.bytes), at: formatInstant(current.modifiedAt) })
        : say('restore.now-nothing')
    }`,
    `  ${say('restore.then', {
      size: formatBytes(replacement.bytes),
      at: formatInstant(replacement.takenAt),
      rows: countRows(replacement.rowCounts),
    })}`,
    `  ${say('restore.stops', { names: stops.join(', ') || '–' })}`,
    `  ${say('restore.downtime', { time: formatDuration(plan.estimatedDowntimeMs) })}`,
    ...plan.warnings.map((warning) => {
      const text = plainText(errorText(warning, language()).message);
      return `  ${paint.bad(say('restore.warning', { text }))}`;
    }),
    ...plan.commands.map((command) => `  $ ${plainText(command)}`),
  ].join('\n');
}
