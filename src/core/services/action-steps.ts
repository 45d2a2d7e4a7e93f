import type Docker from 'dockerode';
import type { ContainerView, ServiceAction } from '../../shared/domain/service.ts';
import { type ActionStep, shownName } from './action-step.ts';
import { type RecreateMaterial, recreateSteps } from './recreate-container.ts';

/** As `docker stop` does: so long a program may take to end before it is killed. */
const graceSeconds = 10;

/**
 * What an action does to one container, in order. `material` is only asked for by those that make a new container.
 * A paused one is unpaused first: the engine neither starts nor stops it as it is.
 */
export async function stepsOf(
  action: ServiceAction,
  container: ContainerView,
  docker: Docker,
  material: () => Promise<RecreateMaterial>,
): Promise<ActionStep[]> {
  const target = docker.getContainer(container.id);
  const name = shownName(container);
  const step = (
    verb: string,
    work: (options: { abortSignal: AbortSignal }) => Promise<unknown>,
  ): ActionStep => ({
    command: `docker ${verb} ${name}`,
    async run(abortSignal) {
      await work({ abortSignal });
      return container.name;
    },
  });
  const isPaused = container.state === 'paused';
  const unpause = step('unpause', (options) => target.unpause(options));
  switch (action) {
    case 'start':
      return isPaused ? [unpause] : [step('start', (options) => target.start(options))];
    case 'stop':
      return [
        ...(isPaused ? [unpause] : []),
        step('stop', (options) => target.stop({ t: graceSeconds, ...options })),
      ];
    case 'restart':
      return [
        ...(isPaused ? [unpause] : []),
        step('restart', (options) => target.restart({ t: graceSeconds, ...options })),
      ];
    case 'pause':
      return [step('pause', (options) => target.pause(options))];
    case 'unpause':
      return [unpause];
    case 'recreate':
    case 'pull':
      return recreateSteps(docker, container, await material(), action === 'pull');
  }
}
