import { type Command, InvalidArgumentError } from 'commander';
import type { SilenceView, SilenceWindow } from '../../shared/domain/silence.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Say } from '../i18n/messages.ts';
import { formatInstant } from '../output/format.ts';
import { renderTable } from '../output/table.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface AddOptions {
  readonly reason: string;
  readonly for: number;
  readonly cron?: string;
  readonly zone?: string;
}

export function addSilenceCommands(program: Command, run: Run, say: Say): void {
  const group = program.command('silence').description(say('help.silence-group'));
  group
    .command('list')
    .description(say('help.silence-list'))
    .action(() => run(list));
  group
    .command('add')
    .description(say('help.silence-add'))
    .argument('[service]', say('help.service'))
    .requiredOption('--reason <text>', say('help.silence-reason'))
    .option('--for <minutes>', say('help.silence-for'), parseMinutes, 60)
    .option('--cron <expression>', say('help.silence-cron'))
    .option('--zone <name>', say('help.silence-zone'))
    .action((service: string | undefined, options: AddOptions) =>
      run((session) => add(session, service, options)),
    );
  group
    .command('end')
    .description(say('help.silence-end'))
    .argument('<id>', say('help.silence-id'))
    .action((id: string) =>
      run(async (session) => {
        await session.run('silences.end', { silenceId: id });
        return { json: { silenceId: id }, text: session.say('silence.ended', { id }) };
      }),
    );
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1) throw new InvalidArgumentError('1 …');
  return minutes;
}

async function add(session: Session, word: string | undefined, options: AddOptions): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = word === undefined ? null : await resolveService(session, host, word);
  const now = Date.now();
  const window: SilenceWindow =
    options.cron === undefined
      ? { kind: 'once', from: now, to: now + options.for * 60_000 }
      : {
          kind: 'recurring',
          cron: options.cron,
          minutes: options.for,
          timeZone: options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        };
  const { silence } = await session.run('silences.add', {
    hostId: host.id,
    serviceId: service?.id ?? null,
    reason: options.reason,
    window,
  });
  const { id, activeUntil, nextAt } = silence;
  if (activeUntil === null && nextAt === null) throw new RondaError('silences.over');
  const text =
    activeUntil === null
      ? session.say('silence.later', { id, time: formatInstant(nextAt) })
      : session.say('silence.added', { id, time: formatInstant(activeUntil) });
  return { json: { silence }, text };
}

async function list(session: Session): Promise<Outcome> {
  const { silences } = await session.run('silences.list', {});
  return {
    json: { silences },
    text: silences.length === 0 ? session.say('silence.none') : table(session, silences),
  };
}

function table({ say }: Session, silences: readonly SilenceView[]): string {
  return renderTable(
    [
      { title: say('column.host') },
      { title: say('column.service') },
      { title: say('column.until') },
      { title: say('column.next') },
      { title: say('column.reason') },
      { title: say('column.id') },
    ],
    silences.map(({ hostId, serviceId, activeUntil, nextAt, reason, id }) => [
      hostId,
      serviceId ?? say('silence.whole-host'),
      formatInstant(activeUntil),
      formatInstant(nextAt),
      reason,
      id,
    ]),
    // An id that was cut off could not be typed again.
    undefined,
  );
}
