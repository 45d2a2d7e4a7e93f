import type { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StepReporter } from './connection-steps.ts';
import type { HostConnection } from './host-connection.ts';
import type { HostSecrets } from './host-secrets.ts';
import type { Prompter } from './prompts/prompter.ts';
import type { KnownHostsFiles } from './ssh/known-hosts-files.ts';
import type { Pace } from './ssh/paced-line.ts';
import type { AcceptedCommands } from './ssh-config/accepted-commands.ts';

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
  /** What the transfers of a host may take of the line. */
  readonly transferPace: Pace;
  /** Of the person at this computer: where `~/.docker` and `~/.ssh` lie. */
  readonly userHome: string;
  readonly platform: NodeJS.Platform;
  /** The environment of this process: read for SSH_AUTH_SOCK, passed on to local programs without DOCKER_*. */
  readonly env: NodeJS.ProcessEnv;
}
