import type { Command } from 'commander';
import { RondaError } from '../../shared/errors.ts';
import { type HostAddOptions, parseHostTarget } from '../arguments/parse-host-target.ts';
import { connectHost } from '../connection/connect-host.ts';
import type { Say } from '../i18n/messages.ts';
import { describeTarget, hostListTable, hostReport } from '../output/host-text.ts';
import { plainText } from '../output/plain-text.ts';
import { findNamed } from '../resolve/find-named.ts';
import { listHosts, resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

interface AddOptions extends HostAddOptions {
  readonly profile: string;
  readonly connect: boolean;
}

export function addHostCommands(program: Command, run: Run, say: Say): void {
  const host = program.command('host').description(say('help.host-group'));
  host
    .command('add')
    .description(say('help.host-add'))
    .argument('<name>', say('help.host-name'))
    .option('--local', say('help.host-local'))
    .option('--ssh <target>', say('help.host-ssh'))
    .option('--tcp <address>', say('help.host-tcp'))
    .option('--certificates <folder>', say('help.host-certificates'))
    .option('--socket <path>', say('help.host-socket'))
    .option('--sudo', say('help.host-sudo'))
    .option('--jump <targets>', say('help.host-jump'))
    .option('--proxy-command <command>', say('help.host-proxy-command'))
    .option('--key <file>', say('help.host-key'))
    .option('--agent', say('help.host-agent'))
    .option('--password', say('help.host-password'))
    .option('--profile <id>', say('help.host-profile'), 'prisma-rt04')
    .option('--no-connect', say('help.host-no-connect'))
    .action((name: string, options: AddOptions) => run((session) => addHost(session, name, options)));
  host
    .command('list')
    .description(say('help.host-list'))
    .action(() => run(showHosts));
  host
    .command('test')
    .description(say('help.host-test'))
    .argument('[name]', say('help.host'))
    .action((name: string | undefined) => run((session) => testHost(session, name)));
  host
    .command('remove')
    .description(say('help.host-remove'))
    .argument('<name>', say('help.host'))
    .option('--yes', say('help.yes'))
    .action((name: string, { yes }: { yes?: true }) =>
      run((session) => removeHost(session, name, yes === true)),
    );
}

async function addHost(session: Session, name: string, options: AddOptions): Promise<Outcome> {
  const target = parseHostTarget(session.say, options);
  if (findNamed(await listHosts(session), name))
    throw new RondaError('cli.name-taken', { name: plainText(name) });
  const { hostId } = await session.run('hosts.add', {
    name,
    target,
    profileId: options.profile,
    connect: false,
  });
  if (!options.connect) {
    const host = await resolveHost(session, hostId);
    return { json: { host }, text: session.say('host.noted', { name: plainText(name), id: hostId }) };
  }
  try {
    const host = await connectHost(session, hostId);
    const engine = plainText(host.connection.engine?.version ?? '?');
    return { json: { host }, text: session.say('host.added', { name: plainText(name), id: hostId, engine }) };
  } catch (error) {
    // Repeated with the mistake mended, the command must not find a half-made host in its way.
    const { dispatcher } = await session.console();
    await dispatcher.run('hosts.remove', { hostId });
    if (!session.options.json) session.remark(session.say('host.not-kept'));
    throw error;
  }
}

async function showHosts(session: Session): Promise<Outcome> {
  const hosts = await listHosts(session);
  return {
    json: { hosts },
    text: hosts.length === 0 ? session.say('host.none') : hostListTable(session, hosts),
  };
}

async function testHost(session: Session, name: string | undefined): Promise<Outcome> {
  const known = await resolveHost(session, name);
  if (!session.options.json)
    session.remark(`${plainText(known.name)}: ${describeTarget(session.say, known)}`);
  try {
    const host = await connectHost(session, known.id);
    return { json: { host }, text: hostReport(session, host) };
  } catch (error) {
    const { state } = await session.console();
    const host = state.get('hosts', known.id);
    if (host && !session.options.json) session.remark(hostReport(session, host));
    throw error;
  }
}

async function removeHost(session: Session, name: string, yes: boolean): Promise<Outcome> {
  const host = await resolveHost(session, name);
  const shown = plainText(host.name);
  if (!yes) await confirmWord(session, session.say('host.confirm-remove', { name: shown }), ['yes', 'ya']);
  await session.run('hosts.remove', { hostId: host.id });
  return { json: { removed: host.id }, text: session.say('host.removed', { name: shown }) };
}
