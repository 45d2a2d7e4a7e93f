import type { Command } from 'commander';
import { type AlertChannel, type AlertsView, alertChannels } from '../../shared/domain/alerts.ts';
import { type ErrorShape, errorText, RondaError } from '../../shared/errors.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface Tested {
  readonly channel: AlertChannel;
  readonly ok: boolean;
  readonly error: ErrorShape | null;
}

export function addAlertCommands(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  const alerts = program.command('alerts').description(say('help.alerts-group'));
  alerts
    .command('show')
    .description(say('help.alerts-show'))
    .action(() => run(show));
  alerts
    .command('test')
    .description(say('help.alerts-test'))
    .argument('[channel]', say('help.alerts-channel'), parse.word('[channel]', alertChannels))
    .action((channel: AlertChannel | undefined) => run((session) => test(session, channel)));
}

async function show(session: Session): Promise<Outcome> {
  const view = await session.run('alerts.show', {});
  return { json: view, text: channelTable(session, view) };
}

/** One channel, or every one that is switched on and can be reached without a window. */
async function test(session: Session, channel: AlertChannel | undefined): Promise<Outcome> {
  const { config } = await session.run('alerts.show', {});
  const channels =
    channel === undefined
      ? (['telegram', 'webhook'] as const).filter((name) => config[name].enabled)
      : [channel];
  if (channels.length === 0) throw new RondaError('alerts.incomplete', { channel: 'telegram, webhook' });
  if (channels.some((name) => name !== 'desktop')) await unlockVault(session);
  const tested: Tested[] = [];
  for (const name of channels) {
    try {
      await session.run('alerts.test', { channel: name });
      tested.push({ channel: name, ok: true, error: null });
    } catch (error) {
      if (!(error instanceof RondaError) || error.code === 'common.cancelled') throw error;
      tested.push({ channel: name, ok: false, error: error.toShape() });
    }
  }
  return {
    json: { tested },
    text: tested.map((one) => testedText(session, one)).join('\n'),
    exitCode: tested.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed,
  };
}

function testedText({ say, language }: Session, { channel, error }: Tested): string {
  if (error === null) return say('alerts.sent', { channel });
  const { message, hint } = errorText(error, language());
  return `${channel}: ${plainText(message)}\n  ${plainText(hint)}`;
}

function channelTable({ say, io, language }: Session, view: AlertsView): string {
  return renderTable(
    [
      { title: say('column.channel') },
      { title: say('column.state') },
      { title: say('column.waiting'), align: 'right' },
      { title: say('column.failed'), align: 'right' },
      { title: say('column.reason') },
    ],
    view.channels.map(({ channel, state, waiting, failed, error }) => [
      channel,
      say(`alerts.state-${state}`),
      String(waiting),
      String(failed),
      error === null ? '' : plainText(errorText(error, language()).message),
    ]),
    io.stdout.columns,
  );
}
