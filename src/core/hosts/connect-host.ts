import type { HostConfig } from '../../shared/domain/host.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from './connect-ports.ts';
import { acceptProxyCommand } from './ssh-config/accept-proxy-command.ts';
import { personOf, resolveTarget } from './ssh-config/resolve-target.ts';

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
