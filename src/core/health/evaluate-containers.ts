import type { ContainerView } from '../../shared/domain/service.ts';
import { RondaError } from '../../shared/errors.ts';
import type { CheckResult } from './evaluate-health.ts';

/**
 * What Docker says of a service's containers. None in order: failed; some: degraded. An unhealthy or restarting
 * container is never in order. `starting` counts as running: whether it answers already, the other checks tell.
 */
export function evaluateContainers(
  service: string,
  containers: readonly ContainerView[],
  looping: ReadonlySet<string>,
): CheckResult {
  const crashing = containers.filter(({ id }) => looping.has(id));
  const stopped = containers.filter(({ id, state }) => state !== 'running' && !looping.has(id));
  const unhealthy = containers.filter(
    ({ id, state, health }) => state === 'running' && health === 'unhealthy' && !looping.has(id),
  );
  const total = containers.length;
  const inOrder = total - crashing.length - stopped.length - unhealthy.length;
  const outcome = inOrder === 0 ? 'fail' : 'degraded';
  const [crash] = crashing;
  const [stop] = stopped;
  const [sick] = unhealthy;

  if (total === 0) return result('fail', new RondaError('health.no-container', { service }));
  if (crash)
    return result(
      outcome,
      new RondaError('health.restart-loop', { container: crash.name, restarts: crash.restartCount }),
    );
  if (stop) {
    const container = stop.name;
    if (inOrder === 0 && !sick)
      return result(
        outcome,
        new RondaError('health.stopped', { container, state: stop.state, code: stop.exitCode ?? '-' }),
      );
    const running = total - stopped.length;
    return result(outcome, new RondaError('health.some-stopped', { container, running, total }));
  }
  if (sick) {
    const container = sick.name;
    if (total === 1) return result(outcome, new RondaError('health.unhealthy', { container }));
    return result(
      outcome,
      new RondaError('health.some-unhealthy', { container, unhealthy: unhealthy.length, total }),
    );
  }
  const state = containers.some(({ health }) => health === 'starting')
    ? 'starting'
    : containers.every(({ health }) => health === 'healthy')
      ? 'healthy'
      : 'running';
  return { outcome: 'ok', latencyMs: null, message: total === 1 ? state : `${total} × ${state}` };
}

function result(outcome: 'fail' | 'degraded', error: RondaError): CheckResult {
  return { outcome, latencyMs: null, message: error.message, cause: error.toShape() };
}
