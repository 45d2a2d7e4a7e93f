import type { ContainerView } from '../../shared/domain/service.ts';

/** When the engine restarted a container by itself, as far as we saw it, by container id. */
export type RestartHistory = ReadonlyMap<string, { readonly count: number; readonly at: readonly number[] }>;

const windowMs = 5 * 60_000;
/** A container that came up after its last crash and has lasted this long is taken to be well again. */
const calmMs = 2 * 60_000;
const loopRestarts = 2;

/** The history after another look. The count of a container that was started by hand begins anew at 0. */
export function observeRestarts(
  before: RestartHistory,
  containers: readonly ContainerView[],
  at: number,
): RestartHistory {
  return new Map(
    containers.map(({ id, restartCount }) => {
      const known = before.get(id);
      const more = known ? Math.min(Math.max(0, restartCount - known.count), 10) : 0;
      const recent = (known?.at ?? []).filter((time) => at - time <= windowMs);
      return [id, { count: restartCount, at: [...recent, ...Array<number>(more).fill(at)] }];
    }),
  );
}

/** The containers that crash again and again: one state, whatever they happen to be doing at this moment. */
export function loopingContainers(
  history: RestartHistory,
  containers: readonly ContainerView[],
  at: number,
): ReadonlySet<string> {
  const looping = containers.filter(({ id, state, restartCount }) => {
    if (state === 'restarting' && restartCount >= loopRestarts) return true;
    const recent = (history.get(id)?.at ?? []).filter((time) => at - time <= windowMs);
    return recent.length >= loopRestarts && at - Math.max(...recent) <= calmMs;
  });
  return new Set(looping.map(({ id }) => id));
}
