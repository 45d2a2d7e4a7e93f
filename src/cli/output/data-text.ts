import type { DataRestorePlan } from '../../shared/domain/data-history.ts';
import type { Session } from '../session.ts';
import { planConsequences } from './archive-text.ts';
import { formatBytes } from './format.ts';
import { plainText } from './plain-text.ts';

/** Putting files back as it would happen: which change or appear, who is stopped, and the commands it stands for. */
export function dataPlanText(session: Session, plan: DataRestorePlan, hostName: string): string {
  const { say, paint } = session;
  const files = plan.files.filter(({ change }) => change !== 'stays');
  const same = plan.files.length - files.length;
  return [
    paint.bold(
      say('data.heading', {
        commit: plan.commit.slice(0, 12),
        service: plan.serviceId,
        host: plainText(hostName),
      }),
    ),
    `  ${plainText(plan.targetPath)} (${plainText(plan.volume)})`,
    ...files.map(({ path, change, bytes, bytesNow }) => {
      const size =
        bytesNow === null ? formatBytes(bytes) : `${formatBytes(bytesNow)} → ${formatBytes(bytes)}`;
      return `  ${say(change === 'appears' ? 'data.appears' : 'data.changes')}: ${plainText(path)} (${size})`;
    }),
    ...(same > 0 ? [`  ${say('data.stay', { count: same })}`] : []),
    ...planConsequences(session, plan),
  ].join('\n');
}
