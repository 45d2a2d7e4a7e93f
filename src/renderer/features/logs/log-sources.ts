import type { ContainerView, TileView } from '../../../shared/domain/service.ts';

/** What can be read: one container, or all replicas of a service together. */
export interface LogSource {
  /** Stays the same while containers come and go: what the picker remembers. */
  readonly value: string;
  readonly serviceId: string;
  readonly containers: readonly ContainerView[];
}

export interface SourceGroup {
  readonly serviceId: string;
  readonly name: string;
  readonly sources: readonly LogSource[];
}

/** The picker's groups, one a service; several replicas can be read one by one or together. */
export function sourceGroups(tiles: readonly TileView[]): SourceGroup[] {
  return tiles
    .filter((tile) => tile.containers.length > 0)
    .map(({ serviceId, name, containers }) => ({
      serviceId,
      name,
      sources: [
        ...(containers.length > 1 ? [{ value: serviceId, serviceId, containers }] : []),
        ...containers.map((container) => ({
          value: `${serviceId}/${container.name}`,
          serviceId,
          containers: [container],
        })),
      ],
    }));
}

/**
 * The source that was asked for; of a service without a container named, all of them. A container that was created
 * anew is found again by its name, and when nothing fits the first source is taken.
 */
export function chooseSource(
  groups: readonly SourceGroup[],
  wanted: {
    readonly serviceId: string | null;
    readonly containerId: string | null;
    readonly value: string | null;
  },
): LogSource | null {
  const all = groups.flatMap((group) => group.sources);
  return (
    all.find((source) => source.value === wanted.value) ??
    all.find(
      ({ containers }) =>
        wanted.value === null && containers.length === 1 && containers[0]?.id === wanted.containerId,
    ) ??
    all.find((source) => source.serviceId === wanted.serviceId) ??
    all[0] ??
    null
  );
}

/** `prisma-warga-service-2` → `2`: the number that Compose gives a replica; else the whole name. */
export function replicaLabel(name: string): string {
  return /[-_](\d+)$/.exec(name)?.[1] ?? name;
}
