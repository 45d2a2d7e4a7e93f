import type { HostConfig, HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createTopic } from '../platform/topic.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { ConnectHost } from './connect-host.ts';
import type { HostConnection, HostConnections } from './host-connection.ts';
import type { createHostRepository } from './host-repository.ts';
import { createHostSecrets, type HostSecrets, type SecretStore } from './host-secrets.ts';
import { createHostSupervisor, type HostSupervisor } from './host-supervisor.ts';
import type { Prompter } from './prompts/prompter.ts';
import { slugOf } from './slug.ts';
import { createTriedSecrets } from './tried-secrets.ts';

export interface HostService extends HostConnections {
  /** Reads the stored hosts and, unless told otherwise, connects them all. */
  start(options?: { readonly connect?: boolean }): Promise<void>;
  /** The hosts as they stand; takes in what another process on this home has added or removed. */
  list(): Promise<HostView[]>;
  /** @throws RondaError `common.not-found` */
  config(hostId: string): HostConfig;
  configs(): HostConfig[];
  add(draft: Omit<HostConfig, 'id'>): Promise<HostConfig>;
  /** Disconnects it and forgets its configuration and secrets. Backups and history stay. */
  remove(hostId: string): Promise<void>;
  /**
   * Connects a host that is not added, hands the connection to `use`, and disconnects. What was typed meanwhile is
   * kept in memory for the case that the same host is added next.
   * @throws RondaError what stopped it; what `use` throws
   */
  tryOut<T>(draft: Pick<HostConfig, 'name' | 'target'>, options: TryOptions<T>): Promise<T>;
  connect(hostId: string): void;
  /** Waits until it is connected. @throws RondaError what stopped it */
  connectAndWait(hostId: string, signal: AbortSignal): Promise<HostView>;
  disconnect(hostId: string): Promise<void>;
  /** Disconnects all. */
  stop(): Promise<void>;
}

export interface TryOptions<T> {
  readonly signal: AbortSignal;
  /** Called after every change of how far it has come. */
  readonly changed: (view: HostView) => void;
  readonly use: (connection: HostConnection) => Promise<T>;
}

export interface HostServicePorts {
  readonly repository: Remote<{ hosts: ReturnType<typeof createHostRepository> }>['hosts'];
  readonly connectHost: ConnectHost;
  readonly state: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly prompter: Prompter;
  readonly secrets: SecretStore;
}

interface Supervised {
  readonly supervisor: HostSupervisor;
  readonly secrets: HostSecrets;
}

/** All hosts: what is configured, what is connected, and who wants to know. */
export function createHostService(ports: HostServicePorts): HostService {
  const { repository, state, log } = ports;
  const hosts = new Map<string, Supervised>();
  const tried = createTriedSecrets(log);
  const changes = createTopic<{ hostId: string; connection: HostConnection | null }>((error) =>
    log.error('a listener of host connections failed', { error }),
  );

  function supervise(config: HostConfig): HostSupervisor {
    const secrets = createHostSecrets(config.id, ports.secrets, log);
    const supervisor = createHostSupervisor(config, {
      ...ports,
      secrets,
      changed: (view) => {
        // A supervisor that is being removed must not put its host back into the window.
        if (hosts.get(config.id)?.supervisor === supervisor) state.set('hosts', config.id, view);
      },
      connectionChanged: (connection) => changes.publish({ hostId: config.id, connection }),
    });
    hosts.set(config.id, { supervisor, secrets });
    state.set('hosts', config.id, supervisor.view());
    return supervisor;
  }

  async function drop(hostId: string): Promise<void> {
    const entry = hosts.get(hostId);
    hosts.delete(hostId);
    state.remove('hosts', hostId);
    await entry?.supervisor.disconnect();
  }

  /** Takes in what is stored; returns the supervisors of hosts that are new here. */
  async function load(): Promise<HostSupervisor[]> {
    const stored = await repository.list();
    if (stored.unreadable.length > 0) {
      log.error('stored hosts cannot be read', { hostIds: stored.unreadable });
    }
    const ids = new Set(stored.hosts.map((host) => host.id));
    for (const hostId of [...hosts.keys()]) if (!ids.has(hostId)) await drop(hostId);
    return stored.hosts.filter((host) => !hosts.has(host.id)).map(supervise);
  }

  function find(hostId: string): Supervised {
    const entry = hosts.get(hostId);
    if (!entry) throw new RondaError('common.not-found', { what: `The host ${hostId}` });
    return entry;
  }

  return {
    async start({ connect = true } = {}) {
      const loaded = await load();
      if (connect) for (const supervisor of loaded) supervisor.connect();
    },
    async list() {
      await load();
      return [...hosts.values()].map(({ supervisor }) => supervisor.view());
    },
    config: (hostId) => find(hostId).supervisor.config,
    configs: () => [...hosts.values()].map(({ supervisor }) => supervisor.config),
    async add(draft) {
      const config = await repository.add(draft, slugOf(draft.name));
      supervise(config);
      await tried.handTo(find(config.id).secrets, config.target);
      return config;
    },
    async remove(hostId) {
      const { secrets } = find(hostId);
      await repository.remove(hostId);
      await drop(hostId);
      await secrets.forget().catch((error: unknown) => {
        // The host is gone all the same; the vault's own list still shows what was left.
        log.warn('the secrets of a removed host were not forgotten', { hostId, error });
      });
    },
    async tryOut({ name, target }, { signal, changed, use }) {
      const id = 'tried-host';
      const supervisor = createHostSupervisor(
        { id, name, target, profileId: id },
        { ...ports, secrets: tried.of(target), changed, connectionChanged: () => undefined },
      );
      try {
        await supervisor.connectAndWait(signal);
        const connection = supervisor.connection();
        if (!connection) throw new RondaError('hosts.not-connected', { host: name });
        return await use(connection);
      } finally {
        await supervisor.disconnect();
      }
    },
    connect: (hostId) => find(hostId).supervisor.connect(),
    async connectAndWait(hostId, signal) {
      const { supervisor } = find(hostId);
      await supervisor.connectAndWait(signal);
      return supervisor.view();
    },
    disconnect: (hostId) => find(hostId).supervisor.disconnect(),
    async stop() {
      await Promise.all([...hosts.values()].map(({ supervisor }) => supervisor.disconnect()));
    },
    get(hostId) {
      const { supervisor } = find(hostId);
      const connection = supervisor.connection();
      if (!connection) throw new RondaError('hosts.not-connected', { host: supervisor.config.name });
      return connection;
    },
    subscribe: (listener) => changes.subscribe(({ hostId, connection }) => listener(hostId, connection)),
  };
}
