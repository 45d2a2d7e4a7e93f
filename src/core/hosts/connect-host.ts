import type { HostConfig } from '../../shared/domain/host.ts';
import type { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StepReporter } from './connection-steps.ts';
import type { HostConnection } from './host-connection.ts';
import type { HostSecrets } from './host-secrets.ts';
import type { Prompter } from './prompts/prompter.ts';
import type { KnownHostsFiles } from './ssh/known-hosts-files.ts';
import { acceptProxyCommand } from './ssh-config/accept-proxy-command.ts';
import type { AcceptedCommands } from './ssh-config/accepted-commands.ts';
import { personOf, resolveTarget } from './ssh-config/resolve-target.ts';

/** A connection as its owner holds it. */
export interface OwnedConnection extends HostConnection {
  /** Ends it and everything that runs over it, with this reason. */
  close(reason: RondaError): void;
}

/** What an attempt to connect may use. */
export interface ConnectContext {
  readonly signal: AbortSignal;
  readonly steps: StepReporter;
  readonly prompter: Prompter;
  readonly secrets: HostSecrets;
}

export interface ConnectPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly knownHosts: KnownHostsFiles;
  readonly acceptedCommands: AcceptedCommands;
  /** Of the person at this computer: where `~/.docker` and `~/.ssh` lie. */
  readonly userHome: string;
  readonly platform: NodeJS.Platform;
  /** The environment of this process: read for SSH_AUTH_SOCK, passed on to local programs without DOCKER_*. */
  readonly env: NodeJS.ProcessEnv;
}

/** Makes one attempt to connect a host. */
export type ConnectHost = (config: HostConfig, context: ConnectContext) => Promise<OwnedConnection>;

/**
 * What a connection needs is loaded with the first one: the Docker client (which brings gRPC) and ssh2 take a quarter
 * of a second and 30 MB, and a window should be seen before that.
 */
export function createConnectHost(ports: ConnectPorts): ConnectHost {
  return async (config, context) => {
    if (config.target.kind === 'local') {
      const { connectLocal } = await import('./local/connect-local.ts');
      return connectLocal(config.id, config.target, ports, context);
    }
    if (config.target.kind === 'tcp') {
      const { connectTcp } = await import('./tcp/connect-tcp.ts');
      return connectTcp(config.id, config.target, ports, context);
    }
    const { connectSsh } = await import('./ssh/connect-ssh.ts');
    const target = await resolveTarget(config.target, personOf(ports.userHome, ports.env));
    if (target !== config.target) {
      await acceptProxyCommand(config, config.target, target, ports, context);
    }
    return connectSsh(config, target, ports, context);
  };
}
