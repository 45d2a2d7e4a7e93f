import type { ConnectionStep } from '../../shared/domain/host.ts';
import type { Clock } from '../platform/clock.ts';

export type StepName = ConnectionStep['name'];

/** Says how far a connection has come. One step runs at a time; beginning the next one ends it. */
export interface StepReporter {
  begin(name: StepName, detail?: string): void;
  /** Ends the running step with a word on what was found. */
  done(detail: string): void;
}

export interface ConnectionSteps extends StepReporter {
  /** The running step failed. */
  fail(detail: string): void;
  /** The running step waits for a person, or goes on after that. */
  wait(waiting: boolean): void;
  list(): ConnectionStep[];
}

/** @param changed called after every change, for publishing */
export function createConnectionSteps(clock: Clock, changed: () => void): ConnectionSteps {
  const steps = new Map<StepName, ConnectionStep & { readonly startedAt: number }>();
  let running: StepName | null = null;

  function update(state: ConnectionStep['state'], detail?: string): void {
    const step = running === null ? undefined : steps.get(running);
    if (!step) return;
    steps.set(step.name, {
      ...step,
      state,
      detail: detail ?? step.detail,
      // A wall clock may be set back meanwhile.
      durationMs: Math.max(0, clock.now() - step.startedAt),
    });
    if (state === 'done' || state === 'failed') running = null;
    changed();
  }

  return {
    begin(name, detail = '') {
      update('done');
      running = name;
      // Reconnecting after an answer runs the first steps again: each stands in the list once.
      steps.set(name, { name, state: 'running', durationMs: 0, detail, startedAt: clock.now() });
      changed();
    },
    done: (detail) => update('done', detail),
    fail: (detail) => update('failed', detail),
    wait: (waiting) => update(waiting ? 'waiting' : 'running'),
    list: () => [...steps.values()].map(({ startedAt: _startedAt, ...step }) => step),
  };
}
