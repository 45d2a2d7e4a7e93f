import type { ContainerView } from '../../shared/domain/service.ts';

/** One command of an action, and how it is done over the Docker API. */
export interface ActionStep {
  /** As an admin would type it. */
  readonly command: string;
  /** @returns what an admin would see @throws the engine's error */
  run(signal: AbortSignal): Promise<string>;
  /** How it is taken back when a later one fails; absent: it stays. */
  readonly undo?: ActionStep;
  /** Its failure says nothing about what was done before: nothing is taken back. */
  readonly isAfterthought?: true;
}

/** A name that a shell would take apart is not pasted: the id stands for it. */
export function shownName({ id, name }: Pick<ContainerView, 'id' | 'name'>): string {
  return /^[A-Za-z0-9][\w.-]*$/.test(name) ? name : id.slice(0, 12);
}
