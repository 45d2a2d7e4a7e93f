import type { ConnectionState, HostConfig, HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { ConnectHost } from './connect-host.ts';
import type { OwnedConnection } from './connect-ports.ts';
import { type ConnectionSteps, createConnectionSteps } from './connection-steps.ts';
import type { HostConnection } from './host-connection.ts';
import type { HostSecrets } from './host-secrets.ts';
import type { Prompter } from './prompts/prompter.ts';
import { isFinal, retryDelay } from './retry-schedule.ts';

/** A connection that held this long was a good one: after it the waits begin short again. */
const STABLE_MS = 30_000;

export interface HostSupervisor {
  readonly config: HostConfig;
  view(): HostView;
  connection(): HostConnection | null;
  /** Starts connecting, or tries again at once when it was waiting or refused. Returns at once. */
  connect(): void;
  /**
   * As `connect`, and waits for the outcome of the attempt.
   * @throws RondaError what stopped the attempt; the signal's reason when it fires (the attempt goes on)
   */
  connectAndWait(signal: AbortSignal): Promise<void>;
  /** Ends the connection and stops trying. Secrets that were typed are forgotten. */
  disconnect(): Promise<void>;
}

export interface SupervisorPorts {
  readonly connectHost: ConnectHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly prompter: Prompter;
  readonly secrets: HostSecrets;
  /** Called after every change of the view. */
  readonly changed: (view: HostView) => void;
  /** Called with a new connection, and with null when it is lost. */
  readonly connectionChanged: (connection: HostConnection | null) => void;
}

interface Run {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Keeps one host connected: connects, notices the loss, waits, tries again, and says at every moment how it stands. */
export function createHostSupervisor(config: HostConfig, ports: SupervisorPorts): HostSupervisor {
  const { clock, log } = ports;
  const waiters = new Set<(error: RondaError | null) => void>();
  let state: ConnectionState = 'disconnected';
  let since = clock.now();
  let attempt = 0;
  let nextAttemptAt: number | null = null;
  let failure: RondaError | null = null;
  let live: OwnedConnection | null = null;
  let run: Run | null = null;
  let wait: AbortController | null = null;
  let steps: ConnectionSteps = createConnectionSteps(clock, publish);

  function view(): HostView {
    return {
      ...config,
      connection: {
        state,
        since,
        attempt,
        nextAttemptAt,
        error: failure?.toShape() ?? null,
        methods: live?.methods ?? null,
        steps: steps.list(),
        engine: live?.engine ?? null,
      },
    };
  }
  function publish(): void {
    ports.changed(view());
  }
  function enter(next: ConnectionState, error: RondaError | null): void {
    if (state !== next) since = clock.now();
    state = next;
    failure = error;
    if (next !== 'waiting') nextAttemptAt = null;
    publish();
  }
  function settle(error: RondaError | null): void {
    for (const waiter of [...waiters]) waiter(error);
  }

  /** While a person thinks the tile says so. */
  const prompter: Prompter = {
    async ask(question, signal) {
      enter('prompting', null);
      steps.wait(true);
      try {
        return await ports.prompter.ask(question, signal);
      } finally {
        steps.wait(false);
        if (!signal.aborted) enter('connecting', null);
      }
    },
  };

  async function attemptOnce(signal: AbortSignal): Promise<OwnedConnection | RondaError> {
    attempt += 1;
    steps = createConnectionSteps(clock, publish);
    // The last error stays in sight until there is something better to say.
    enter('connecting', failure);
    try {
      return await ports.connectHost(config, { signal, steps, prompter, secrets: ports.secrets });
    } catch (error) {
      if (signal.aborted) return new RondaError('hosts.disconnected', { host: config.name });
      const known = asRondaError(error, config, log);
      steps.fail(known.message);
      return known;
    }
  }

  async function pause(failures: number, error: RondaError, signal: AbortSignal): Promise<void> {
    const delay = retryDelay(failures);
    nextAttemptAt = clock.now() + delay;
    enter('waiting', error);
    wait = new AbortController();
    try {
      await clock.sleep(delay, AbortSignal.any([signal, wait.signal]));
    } catch (interrupted) {
      // Told to try at once, or to stop: the loop looks which.
      if (!signal.aborted && !wait.signal.aborted) throw interrupted;
    } finally {
      wait = null;
    }
  }

  async function hold(connection: OwnedConnection, signal: AbortSignal): Promise<RondaError> {
    live = connection;
    attempt = 0;
    enter('connected', null);
    ports.connectionChanged(connection);
    settle(null);
    await aborted(AbortSignal.any([connection.signal, signal]));
    live = null;
    const reason = signal.aborted
      ? new RondaError('hosts.disconnected', { host: config.name })
      : asRondaError(connection.signal.reason, config, log);
    connection.close(reason);
    ports.connectionChanged(null);
    return reason;
  }

  async function keepConnected(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const outcome = await attemptOnce(signal);
      let error: RondaError;
      if (outcome instanceof RondaError) {
        if (signal.aborted) return;
        error = outcome;
        log.info('host not connected', { hostId: config.id, code: error.code, attempt });
        if (isFinal(error.code)) {
          enter('refused', error);
          settle(error);
          return;
        }
        settle(error);
      } else {
        const connectedAt = clock.now();
        error = await hold(outcome, signal);
        if (signal.aborted) return;
        log.warn('host connection lost', { hostId: config.id, code: error.code });
        if (clock.now() - connectedAt >= STABLE_MS) failures = 0;
      }
      await pause(failures, error, signal);
      failures += 1;
    }
  }

  function start(): void {
    if (run) {
      wait?.abort();
      return;
    }
    const abort = new AbortController();
    const ended = keepConnected(abort.signal)
      .catch((error: unknown) => {
        const known = asRondaError(error, config, log);
        enter('refused', known);
        settle(known);
      })
      .finally(() => {
        if (run?.abort === abort) run = null;
      });
    run = { abort, ended };
  }

  return {
    config,
    view,
    // Between the loss and its announcement the old one must not be handed out.
    connection: () => (live?.signal.aborted ? null : live),
    connect: start,
    async connectAndWait(signal) {
      signal.throwIfAborted();
      if (live && !live.signal.aborted) return;
      const outcome = new Promise<void>((resolve, reject) => {
        const finish = (): void => {
          waiters.delete(onOutcome);
          signal.removeEventListener('abort', onAbort);
        };
        const onOutcome = (error: RondaError | null): void => {
          finish();
          if (error) reject(error);
          else resolve();
        };
        const onAbort = (): void => {
          finish();
          reject(signal.reason);
        };
        waiters.add(onOutcome);
        signal.addEventListener('abort', onAbort, { once: true });
      });
      start();
      await outcome;
    },
    async disconnect() {
      const stopped = run;
      run = null;
      stopped?.abort.abort(new RondaError('hosts.disconnected', { host: config.name }));
      await stopped?.ended;
      // Somebody wanted it back while it was being ended.
      if (run) return;
      ports.secrets.clear();
      attempt = 0;
      steps = createConnectionSteps(clock, publish);
      enter('disconnected', null);
      settle(new RondaError('hosts.disconnected', { host: config.name }));
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What was not foreseen is a bug: it is logged whole and shown as such, and the host is tried again. */
function asRondaError(error: unknown, config: HostConfig, log: Log): RondaError {
  if (error instanceof RondaError) return error;
  log.error('connecting failed unexpectedly', { hostId: config.id, error });
  const detail = error instanceof Error ? error.message : String(error);
  return new RondaError('common.unexpected', { detail }, { cause: error });
}
