import type { Command } from 'commander';
import type { ServiceAction } from '../../shared/domain/service.ts';
import { connectHost } from '../connection/connect-host.ts';
import { exitCodes } from '../exit-codes.ts';
import type { MessageKey, Say } from '../i18n/messages.ts';
import { formatDuration } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveIncident } from '../resolve/resolve-incident.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface ActOptions {
  readonly reason: string;
  readonly incident?: string;
  readonly yes?: true;
}

const actions: readonly (readonly [ServiceAction, MessageKey])[] = [
  ['start', 'help.service-start'],
  ['stop', 'help.service-stop'],
  ['restart', 'help.service-restart'],
];

export function addServiceCommands(program: Command, run: Run, say: Say): void {
  const service = program.command('service').description(say('help.service-group'));
  for (const [action, help] of actions) {
    const command = service
      .command(action)
      .description(say(help))
      .argument('<service>', say('help.service'))
      .option('--reason <text>', say('help.reason'), '')
      .option('--incident <number>', say('help.incident-ref'));
    if (action === 'stop') command.option('--yes', say('help.yes'));
    command.action((word: string, options: ActOptions) =>
      run((session) => act(session, action, word, options)),
    );
  }
}

async function act(
  session: Session,
  action: ServiceAction,
  word: string,
  options: ActOptions,
): Promise<Outcome> {
  const host = await resolveHost(session);
  const { id: serviceId } = await resolveService(session, host, word);
  const incident = options.incident === undefined ? null : await resolveIncident(session, options.incident);
  await connectHost(session, host.id);
  const target = { hostId: host.id, serviceId, action };
  const { commands: planned } = await session.run('services.preview', target);
  if (action === 'stop' && !options.yes) {
    const shown = planned.map((command) => `  ${plainText(command)}`).join('\n');
    await confirmWord(session, session.say('service.confirm-stop', { service: serviceId, commands: shown }), [
      'yes',
      'ya',
    ]);
  } else if (!session.options.json) for (const command of planned) session.remark(`$ ${plainText(command)}`);
  const { commands } = await session.run('services.act', {
    ...target,
    reason: options.reason,
    ...(incident ? { incidentId: incident.id } : {}),
  });
  const lines = commands.map(({ command, ok, durationMs, output }) => {
    const mark = ok ? 'ok' : session.paint.bad('failed');
    const said = plainText(output);
    return `${mark}  ${plainText(command)}  (${formatDuration(durationMs)})${said === '' ? '' : `\n    ${said}`}`;
  });
  return {
    json: { hostId: host.id, serviceId, action, commands },
    text: lines.join('\n'),
    exitCode: commands.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed,
  };
}
