import { join } from 'node:path';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import { createConnectHost } from './connect-host.ts';
import { type HostOperationDeps, type HostOperationName, hostOperations } from './host-operations.ts';
import type { SecretStore } from './host-secrets.ts';
import { createHostService, type HostService, type HostServicePorts } from './host-service.ts';
import type { Prompter } from './prompts/prompter.ts';
import { createPublishedPrompter } from './prompts/published-prompter.ts';
import { createKnownHostsFiles } from './ssh/known-hosts-files.ts';
import type { Pace } from './ssh/paced-line.ts';
import { createAcceptedCommands } from './ssh-config/accepted-commands.ts';

export interface HostsFeaturePorts {
  readonly repository: HostServicePorts['repository'];
  readonly state: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly requireProfile: (profileId: string) => Promise<void>;
  readonly findProjects: HostOperationDeps['findProjects'];
  /** Ronda's own home, for its known_hosts. */
  readonly home: string;
  /** The person's home, for `~/.ssh` and `~/.docker`. */
  readonly userHome: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** What transfers over SSH may take of the line. */
  readonly transferPace: Pace;
  /** Asks in place of the window: at a terminal, or nobody at all. */
  readonly prompter?: Prompter;
  /** known_hosts files that are read besides Ronda's own; absent: the user's and the system's. */
  readonly readKnownHosts?: readonly string[];
}

export interface HostsFeature {
  readonly service: HostService;
  readonly operations: Handlers<HostOperationName>;
}

/** Puts the hosts feature together. */
export function createHostsFeature(ports: HostsFeaturePorts): HostsFeature {
  const { home, userHome, platform, env, state } = ports;
  const published = createPublishedPrompter(state);
  const knownHosts = createKnownHostsFiles(
    join(home, 'known_hosts'),
    ports.readKnownHosts ?? [
      join(userHome, '.ssh', 'known_hosts'),
      join(userHome, '.ssh', 'known_hosts2'),
      platform === 'win32'
        ? join(env.ProgramData ?? 'C:\\ProgramData', 'ssh', 'ssh_known_hosts')
        : '/etc/ssh/ssh_known_hosts',
    ],
  );
  const connectHost = createConnectHost({
    ...ports,
    knownHosts,
    acceptedCommands: createAcceptedCommands(join(home, 'accepted-commands')),
  });
  const service = createHostService({ ...ports, connectHost, prompter: ports.prompter ?? published });
  return { service, operations: hostOperations({ ...ports, service, prompter: published }) };
}
