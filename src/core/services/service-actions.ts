import type { CommandRecord, ContainerView, ServiceAction } from '../../shared/domain/service.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostWatch } from '../health/host-watch.ts';
import { dockerDetail, dockerStatus } from '../hosts/docker/docker-error.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createTopic, type Topic } from '../platform/topic.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { ActionStep } from './action-step.ts';
import { stepsOf } from './action-steps.ts';
import { readMaterial } from './recreate-container.ts';

export interface ActionRequest {
  readonly hostId: string;
  readonly serviceId: string;
  readonly action: ServiceAction;
  /** Absent: every container of the service. */
  readonly containerIds?: readonly string[] | undefined;
  readonly reason: string;
  readonly incidentId?: string | undefined;
}

/** An action that was done, or failed half-way: for the journal of the incident it was done for. */
export interface ActionDone {
  readonly hostId: string;
  readonly serviceId: string;
  readonly action: ServiceAction;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly incidentId: string | null;
  readonly commands: readonly CommandRecord[];
}

export interface ServiceActions {
  /** The commands an action stands for. @throws RondaError `services.*` */
  preview(request: Omit<ActionRequest, 'reason' | 'incidentId'>): Promise<string[]>;
  /**
   * Does an action to containers, one after the other, through the Docker API. A stop or pause of the whole service with
   * a reason makes it `paused`; a start, restart or new container ends that. A new container that does not come up is
   * taken back: the old one runs again.
   * @throws RondaError `services.gone` (the view is refreshed first), `services.action-failed`
   */
  act(request: ActionRequest, signal: AbortSignal): Promise<CommandRecord[]>;
  readonly onAction: Topic<ActionDone>;
}

export function createServiceActions(ports: {
  readonly connections: HostConnections;
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
  readonly clock: Clock;
  readonly log: Log;
  /** The name written beside what is done. */
  readonly author: () => string;
}): ServiceActions {
  const { connections, clock } = ports;
  const onAction = createTopic<ActionDone>((error) =>
    ports.log.error('an action was not taken in', { error }),
  );

  async function run(live: HostConnection, step: ActionStep, signal: AbortSignal): Promise<CommandRecord> {
    const startedAt = clock.now();
    const { command } = step;
    const record = (ok: boolean, output: string): CommandRecord => ({
      command,
      startedAt,
      durationMs: Math.max(0, clock.now() - startedAt),
      ok,
      output,
    });
    try {
      return record(true, await step.run(AbortSignal.any([signal, live.signal])));
    } catch (error) {
      if (signal.aborted) return record(false, interruptedMark);
      if (live.signal.aborted) return record(false, dockerDetail(live.signal.reason));
      // 304: it is as it was wanted already.
      if (dockerStatus(error) === 304) return record(true, '');
      if (dockerStatus(error) === 404 && !command.startsWith('docker pull')) return record(false, goneMark);
      return record(false, dockerDetail(error));
    }
  }

  /** Does what an action means for one container; when a step fails, those before it are taken back, newest first. */
  async function actOn(
    live: HostConnection,
    action: ServiceAction,
    container: ContainerView,
    signal: AbortSignal,
    commands: CommandRecord[],
  ): Promise<RondaError | null> {
    const material = () => readMaterial(live.docker, container.id, AbortSignal.any([signal, live.signal]));
    const done: ActionStep[] = [];
    for (const step of await stepsOf(action, container, live.docker, material)) {
      signal.throwIfAborted();
      const record = await run(live, step, signal);
      const isGone = record.output === goneMark;
      commands.push(isGone ? { ...record, output: 'No such container' } : record);
      done.push(step);
      if (record.ok || step.isAfterthought) continue;
      for (const { undo } of done.toReversed()) {
        if (undo) commands.push(await run(live, undo, AbortSignal.timeout(undoMs)));
      }
      if (record.output === interruptedMark) signal.throwIfAborted();
      return isGone
        ? new RondaError('services.gone', { container: container.name })
        : new RondaError('services.action-failed', { command: record.command, detail: record.output });
    }
    return null;
  }

  async function act(request: ActionRequest, signal: AbortSignal): Promise<CommandRecord[]> {
    const { hostId, serviceId, action, incidentId } = request;
    const live = connections.get(hostId);
    const watch = await ports.watchOf(hostId);
    const all = await containersOf(watch, serviceId);
    const chosen = choose(all, request.containerIds);
    // Kept, and shown to everybody who looks at the tile.
    const reason = redactText(request.reason.trim(), 500);
    const by = ports.author();
    const pauses = isHalt(action) && chosen.length === all.length && reason !== '';
    const commands: CommandRecord[] = [];

    const failure = await watch.whileActing(serviceId, async () => {
      // Before the first container stops: what follows is meant, and must not count as a failure.
      if (pauses) await watch.setPaused(serviceId, { at: clock.now(), by, reason });
      try {
        for (const container of chosen) {
          const failed = await actOn(live, action, container, signal, commands);
          if (failed) return failed;
        }
        return null;
      } finally {
        await settle(watch, serviceId, action, pauses);
        onAction.publish({
          ...{ hostId, serviceId, action, reason, by, commands },
          at: clock.now(),
          incidentId: incidentId ?? null,
        });
      }
    });
    if (failure) throw failure;
    return commands;
  }

  /** Brings the view in line with what is, also when the action broke off half-way. */
  async function settle(
    watch: HostWatch,
    serviceId: string,
    action: ServiceAction,
    pauses: boolean,
  ): Promise<void> {
    try {
      const now = await watch.containers(serviceId);
      const isRunning = now.some(({ state }) => state === 'running');
      if ((!isHalt(action) || pauses) && isRunning) await watch.setPaused(serviceId, null);
    } catch (error) {
      ports.log.warn('the view could not be refreshed after an action', { serviceId, error });
    }
  }

  return {
    act,
    onAction,
    async preview({ hostId, serviceId, action, containerIds }) {
      const live = connections.get(hostId);
      const watch = await ports.watchOf(hostId);
      const all = await containersOf(watch, serviceId);
      const { docker, signal } = live;
      const steps = choose(all, containerIds).map((container) =>
        stepsOf(action, container, docker, () => readMaterial(docker, container.id, signal)),
      );
      return (await Promise.all(steps)).flat().map(({ command }) => command);
    },
  };
}

const goneMark = '\u0000gone';
const interruptedMark = 'interrupted';
/** Taking back may take a stop and a start. */
const undoMs = 60_000;

/** What makes a service `paused` when it is done to all of it with a reason. */
const isHalt = (action: ServiceAction): boolean => action === 'stop' || action === 'pause';

/** The containers of a service, fresh. @throws RondaError `services.not-a-container`, `services.no-container` */
export async function containersOf(watch: HostWatch, serviceId: string): Promise<ContainerView[]> {
  const service = watch.service(serviceId);
  if (service.runsAs !== 'container')
    throw new RondaError('services.not-a-container', { service: serviceId });
  const containers = await watch.containers(serviceId);
  if (containers.length === 0)
    throw new RondaError('services.no-container', {
      service: serviceId,
      compose: service.compose ?? service.id,
    });
  return containers;
}

function choose(all: readonly ContainerView[], ids: readonly string[] | undefined): ContainerView[] {
  if (!ids || ids.length === 0) return [...all];
  return [...new Set(ids)].map((id) => {
    const container = all.find((one) => one.id.startsWith(id));
    if (!container) throw new RondaError('services.gone', { container: id.slice(0, 12) });
    return container;
  });
}
