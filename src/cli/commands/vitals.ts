import type { Command } from 'commander';
import { errorText } from '../../shared/errors.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

export function addVitalsCommand(program: Command, run: Run, say: Say): void {
  program
    .command('vitals')
    .description(say('help.vitals'))
    .argument('[host]', say('help.host'))
    .action((word: string | undefined) => run((session) => showVitals(session, word)));
}

async function showVitals(session: Session, word: string | undefined): Promise<Outcome> {
  const { say, paint } = session;
  const host = await connectHost(session, (await resolveHost(session, word)).id);
  const { vitals, problems } = await session.run('vitals.read', { hostId: host.id });
  const { disks, memory, load, clockSkewMs } = vitals;
  const lines = [
    ...disks.map(({ mount, usedPercent, sizeBytes }) =>
      say('vitals.disk', { mount: plainText(mount), percent: usedPercent, size: formatBytes(sizeBytes) }),
    ),
    ...(memory
      ? [
          say('vitals.memory', {
            percent: Math.round((1 - memory.availableBytes / memory.totalBytes) * 100),
            size: formatBytes(memory.totalBytes),
          }),
        ]
      : []),
    ...(load
      ? [say('vitals.load', { load: `${load.one} ${load.five} ${load.fifteen}`, cpus: load.cpus })]
      : []),
    ...(clockSkewMs === null ? [] : [say('vitals.clock', { seconds: Math.round(clockSkewMs / 1000) })]),
    ...problems.map(({ cause }) => {
      const { message, hint } = errorText(cause, session.language());
      return `${paint.bad('!')} ${plainText(message)} ${plainText(hint)}`;
    }),
    ...(problems.length === 0 ? [say('vitals.well')] : []),
  ];
  const isOver = problems.some(({ level }) => level === 'alert');
  return {
    json: { hostId: host.id, vitals, problems },
    text: lines.join('\n'),
    exitCode: isOver ? exitCodes.no : exitCodes.ok,
  };
}
