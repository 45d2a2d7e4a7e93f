import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { containerName, overlaps } from '../find-containers.ts';
import { waitForHealth } from '../wait-for-health.ts';
import { helperLabel, type RestoreHelper } from './restore-helper.ts';
import type { RestoreRecord } from './restore-journal.ts';
import { undo } from './restore-scripts.ts';

/** True when the service answers well; asked in addition to Docker's own health. */
export type CheckHealth = (hostId: string, serviceId: string) => Promise<boolean>;

/** Of a restore's record: what stops for it, and whose health decides. */
export interface StoppedContainers {
  readonly key: Pick<RestoreRecord['key'], 'hostId' | 'serviceId'>;
  readonly containers: RestoreRecord['containers'];
  readonly mount: RestoreRecord['mount'];
}

/** What both a running restore and the recovery of an interrupted one do to the server. */
export interface RestoreActions {
  /** Stops every container of the record that runs. @throws RondaError as `requireStill` does */
  stopAll(): Promise<void>;
  /**
   * Sees that nobody runs on what is about to be moved: a container may have been recreated or started by hand since.
   * @throws RondaError `backup.target-in-use`
   */
  requireStill(): Promise<void>;
  /** Starts those that ran before, and no others. */
  startAll(): Promise<void>;
  /** Waits for them; an empty string, or why they are not well. */
  waitUntilHealthy(): Promise<string>;
  /**
   * Puts the old database back and the containers to work on it. What it returns is why they are not well on it, which
   * may have been so before.
   */
  rollBack(helper: RestoreHelper): Promise<string>;
}

export function createRestoreActions(
  deps: {
    readonly docker: Docker;
    readonly clock: Clock;
    readonly log: Log;
    readonly checkHealth: CheckHealth | null;
  },
  record: StoppedContainers,
  signal: AbortSignal,
): RestoreActions {
  const { docker, clock, log, checkHealth } = deps;
  const ran = record.containers.filter(({ running }) => running);
  let restarts = new Map<string, number>();
  let gone: string[] = [];

  /** Runs an action on a container; one that is gone meanwhile (recreated by hand) cannot be acted on. */
  const act = async (
    id: string,
    what: string,
    action: (c: Docker.Container) => Promise<unknown>,
  ): Promise<'done' | 'gone'> => {
    try {
      await action(docker.getContainer(id));
    } catch (error) {
      // 304: it is in that state already.
      if (dockerStatus(error) === 304) return 'done';
      if (dockerStatus(error) !== 404) throw error;
      log.warn('a container of the restore is gone', { container: id, what });
      return 'gone';
    }
    return 'done';
  };

  const runningOnIt = async (): Promise<Docker.ContainerInfo[]> => {
    const running = await docker.listContainers({ abortSignal: signal });
    return running.filter(
      ({ Labels, Mounts }) =>
        !(helperLabel in Labels) && Mounts.some((other) => overlaps(record.mount, other)),
    );
  };

  const actions: RestoreActions = {
    async stopAll() {
      for (const { id } of record.containers) await act(id, 'stop', (c) => c.stop({ abortSignal: signal }));
      await actions.requireStill();
    },
    async requireStill() {
      const running = await runningOnIt();
      if (running.length === 0) return;
      throw new RondaError('backup.target-in-use', { names: running.map(containerName).join(', ') });
    },
    async startAll() {
      restarts = new Map();
      gone = [];
      for (const { id, name } of [...ran].reverse()) {
        const outcome = await act(id, 'start', async (container) => {
          const before = await container.inspect({ abortSignal: signal });
          restarts.set(id, before.RestartCount);
          await container.start({ abortSignal: signal });
        });
        if (outcome === 'gone') gone.push(name);
      }
    },
    async waitUntilHealthy() {
      if (gone.length > 0) {
        // Recreated meanwhile: the one that came in its place is the service now.
        const others = (await runningOnIt()).filter(({ Id }) => !restarts.has(Id));
        if (others.length === 0) return `${gone.join(', ')} is gone, and nothing runs in its place`;
        for (const { Id } of others)
          restarts.set(Id, (await docker.getContainer(Id).inspect({ abortSignal: signal })).RestartCount);
      }
      const containers = [...restarts].map(([id, restartsBefore]) => ({ id, restartsBefore }));
      const { hostId, serviceId } = record.key;
      const check = checkHealth && containers.length > 0 ? () => checkHealth(hostId, serviceId) : null;
      return waitForHealth({ docker, clock }, containers, check, signal);
    },
    async rollBack(helper) {
      await actions.stopAll();
      await helper.run('undo', undo);
      await actions.startAll();
      return actions.waitUntilHealthy();
    },
  };
  return actions;
}
