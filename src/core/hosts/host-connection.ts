import type { Duplex, Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { ConnectionMethods, EngineInfo } from '../../shared/domain/host.ts';

export interface ExecResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/**
 * One live, verified connection to a host, whatever carries it. Features know this port and nothing of SSH.
 * Everything it hands out dies with it: `signal` is aborted, with the reason, when the connection is lost.
 */
export interface HostConnection {
  readonly hostId: string;
  readonly methods: ConnectionMethods;
  readonly engine: EngineInfo;
  /** Where a program on the host reaches that engine; absent where its own DOCKER_HOST says so. */
  readonly dockerSocket?: string;
  readonly signal: AbortSignal;
  /** The Docker API over the control pipe: short calls and events. */
  readonly docker: Docker;
  /** The Docker API over a pipe of its own, so that a transfer never holds up a check. Opened on first use. */
  bulkDocker(signal: AbortSignal): Promise<Docker>;
  /** A TCP connection as the server itself would make it; `localhost` is the server. */
  dial(target: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<Duplex>;
  /** Runs a program on the host, without a shell of ours: every argument arrives as it is. */
  exec(
    argv: readonly [string, ...string[]],
    options: { readonly signal: AbortSignal; readonly input?: Uint8Array; readonly maxOutputBytes?: number },
  ): Promise<ExecResult>;
  /**
   * What a program on the host prints, over a pipe that holds up no check. How the program ended is not told: what
   * comes must prove itself (a length, a hash).
   */
  bulkExec(argv: readonly [string, ...string[]], signal: AbortSignal): Promise<Readable>;
}

/** Behind a line that is slower than packing what goes over it: everything but an engine of this computer. */
export const isFar = ({ methods }: Pick<HostConnection, 'methods'>): boolean =>
  methods.exec !== 'child-process';

/** What features see of the hosts feature. */
export interface HostConnections {
  /** The live connection of a host; throws `hosts.not-connected` when there is none. */
  get(hostId: string): HostConnection;
  /** Called with every new connection, and with null when it is lost. */
  subscribe(listener: (hostId: string, connection: HostConnection | null) => void): () => void;
}
