import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';

/**
 * The names of the keys that a snapshot has, worked out back from the newest one by what changed since.
 * @returns null where a change on the way is no longer known
 */
export function namesAt({ keys, snapshots }: EnvironmentHistory, snapshot: number): string[] | null {
  let names = new Set(keys.filter(({ isGone }) => !isGone).map(({ name }) => name));
  for (const each of snapshots.toReversed()) {
    if (each.snapshot === snapshot) return [...names].sort();
    if (each.change === null) return null;
    const { added, removed } = each.change;
    names = new Set([...[...names].filter((name) => !added.includes(name)), ...removed]);
  }
  return null;
}
