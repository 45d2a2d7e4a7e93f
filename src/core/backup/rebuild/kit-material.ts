import type { ContainerInspectInfo } from 'dockerode';
import type { Archive } from '../../../shared/domain/archive.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { SavedImage } from '../../../shared/domain/image.ts';
import type { RebuildGap, RebuildKitView } from '../../../shared/domain/rebuild.ts';
import type { RecreateMaterial } from '../../services/recreate-container.ts';
import { sourceIdOf } from '../files/archive-paths.ts';
import type { HostServices } from '../files/find-sources.ts';
import { mountOf } from '../find-containers.ts';
import type { RebuildKit } from './rebuild-kit.ts';

type KitContainer = RebuildKit['containers'][number];

/** What recreates a container: kept as the engine said it. */
export function materialOf({ inspected, imageDefaults }: KitContainer): RecreateMaterial {
  return {
    inspected: inspected as unknown as ContainerInspectInfo,
    imageDefaults: imageDefaults as RecreateMaterial['imageDefaults'],
  };
}

/** Everything on this computer that a rebuild may take from. */
export interface Supplies {
  readonly images: readonly SavedImage[];
  readonly archives: readonly Archive[];
  readonly backups: readonly Backup[];
}

export interface VolumeFill {
  readonly container: KitContainer;
  readonly mount: ContainerInspectInfo['Mounts'][number];
  /** As Docker and people name it: a volume, or a folder of the server. */
  readonly name: string;
  readonly archive: Archive | null;
  readonly databases: readonly { readonly path: string; readonly backup: Backup }[];
  /** Databases of the manual that lie in it and have no sound backup. */
  readonly missing: readonly string[];
}

const newest = <T extends { readonly takenAt: number }>(items: readonly T[]): T | undefined =>
  [...items].sort((a, b) => b.takenAt - a.takenAt)[0];

/** Each volume and folder once, with the newest sound archive and databases for it. Safety copies are what was replaced. */
export function fillsOf(kit: RebuildKit, host: HostServices, supplies: Supplies): VolumeFill[] {
  const fills = new Map<string, VolumeFill>();
  const files = new Set(kit.files.map(({ path }) => path));
  const sound = <T extends Archive | Backup>(items: readonly T[]): T[] =>
    items.filter(
      ({ hostId, verification, missing, reason }) =>
        hostId === kit.host.id && verification === 'verified' && !missing && reason !== 'safety',
    );
  const archives = sound(supplies.archives);
  const backups = sound(supplies.backups);
  for (const container of kit.containers) {
    const { Mounts } = materialOf(container).inspected;
    const service = host.services.find(({ id }) => id === container.serviceId);
    for (const mount of Mounts) {
      if (mount.Type !== 'volume' && mount.Type !== 'bind') continue;
      const name = mount.Type === 'volume' ? (mount.Name ?? mount.Source) : mount.Source;
      if (mount.Type === 'bind' && files.has(name)) continue;
      const own = (service?.databases ?? []).filter(({ path }) => mountOf(Mounts, path) === mount);
      const found = own.flatMap(({ id, path }) => {
        const backup = newest(
          backups.filter(({ serviceId, databaseId }) => serviceId === service?.id && databaseId === id),
        );
        return backup ? [{ path, backup }] : [];
      });
      const missing = own.map(({ path }) => path).filter((path) => !found.some((each) => each.path === path));
      const known = fills.get(name);
      const sourceId = sourceIdOf(mount);
      fills.set(name, {
        // The service whose databases lie in it knows where; another one may see the volume elsewhere.
        container: known && known.databases.length > 0 ? known.container : container,
        mount: known && known.databases.length > 0 ? known.mount : mount,
        name,
        archive: known?.archive ?? newest(archives.filter((each) => each.sourceId === sourceId)) ?? null,
        databases: [...(known?.databases ?? []), ...found],
        missing: [...(known?.missing ?? []), ...missing],
      });
    }
  }
  return [...fills.values()].filter(({ archive, databases, missing, mount }) =>
    // A folder of the server that was never archived (a socket, the time zone) is the server's own.
    mount.Type === 'volume' ? true : archive !== null || databases.length + missing.length > 0,
  );
}

/** The saved image of a container: the very one, sound. */
export function imageFor(container: KitContainer, images: readonly SavedImage[]): SavedImage | null {
  return (
    images.find(
      ({ imageId, verification }) => imageId === container.imageId && verification === 'verified',
    ) ?? null
  );
}

/** What is still missing on this computer. A volume that holds nothing but its databases needs no archive. */
export function gapsOf(kit: RebuildKit, fills: readonly VolumeFill[], supplies: Supplies): RebuildGap[] {
  const images = new Map(
    kit.containers.flatMap((container) =>
      imageFor(container, supplies.images)
        ? []
        : [
            [
              container.imageId,
              { kind: 'image' as const, name: container.image, serviceId: container.serviceId },
            ],
          ],
    ),
  );
  return [
    ...images.values(),
    ...fills.flatMap(({ name, container: { serviceId }, archive, databases, missing }) => [
      ...missing.map((path) => ({ kind: 'database' as const, name: path, serviceId })),
      ...(archive === null && databases.length + missing.length === 0
        ? [{ kind: 'volume' as const, name, serviceId }]
        : []),
    ]),
  ];
}

/** The kit as it may be shown: names, never a value. */
export function viewOf(kit: RebuildKit, fills: readonly VolumeFill[], supplies: Supplies): RebuildKitView {
  return {
    hostId: kit.host.id,
    hostName: kit.host.name,
    takenAt: Date.parse(kit.takenAt),
    containers: kit.containers.map(({ name, image, isRunning }) => ({ name, image, isRunning })),
    volumes: fills.map(({ name }) => name),
    files: kit.files.map(({ path, content }) => ({ path, bytes: Buffer.byteLength(content, 'base64') })),
    leftOut: kit.leftOut,
    gaps: gapsOf(kit, fills, supplies),
  };
}
