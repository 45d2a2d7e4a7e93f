import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts } from '../connect-ports.ts';
import { addressText } from '../ssh/dial-server.ts';
import { expandProxyCommand } from '../ssh/proxy-command.ts';

type Way = Pick<SshTarget, 'address' | 'port' | 'user' | 'jumps' | 'proxyCommand'>;

/** The command as it is given to the shell; null when there is none. */
export function proxyCommandLine({ proxyCommand, jumps, ...server }: Way): string | null {
  return proxyCommand === undefined ? null : expandProxyCommand(proxyCommand, jumps?.[0] ?? server);
}

/**
 * Sees to it that a command which the SSH configuration names is run only when a person has seen exactly this text:
 * in the form when the host was added, or by saying yes here. Whoever can change that file could otherwise have
 * programs started by a console that connects by itself.
 *
 * @param stored as it was added
 * @param now as the file has it
 * @throws RondaError `hosts.proxy-declined`
 */
export async function acceptProxyCommand(
  config: HostConfig,
  stored: SshTarget,
  now: SshTarget,
  { acceptedCommands, log }: Pick<ConnectPorts, 'acceptedCommands' | 'log'>,
  { prompter, steps, signal }: ConnectContext,
): Promise<void> {
  const line = proxyCommandLine(now);
  if (line === null || line === proxyCommandLine(stored)) return;
  const { id: hostId, name: hostName } = config;
  const known = await acceptedCommands.has(hostId, line).catch((error: unknown) => {
    log.warn('the accepted proxy commands cannot be read', { error });
    return false;
  });
  if (known) return;
  const address = addressText(now);
  steps.begin('reach', address);
  const answer = await prompter.ask(
    { kind: 'proxy-command', hostId, hostName, address, command: line },
    signal,
  );
  if (answer.kind !== 'accept') throw new RondaError('hosts.proxy-declined', { address, command: line });
  await acceptedCommands.add(hostId, line).catch((error: unknown) => {
    // The yes still counts for this connection; without a record the next one asks again.
    log.warn('an accepted proxy command was not written down', { hostId, error });
  });
}
