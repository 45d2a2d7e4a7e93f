import type Docker from 'dockerode';
import type { HostImage } from '../../../shared/domain/image.ts';
import type { HostServices } from '../files/find-sources.ts';
import { serviceContainers } from '../find-containers.ts';

/** Docker's own word for a tag that has moved on to another image. */
const isTag = (tag: string): boolean => !tag.includes('<none>');

/** The images that the containers of a host's services run on, each once, with the services that need it. */
export async function hostImages(
  docker: Docker,
  hostId: string,
  { services, project }: HostServices,
  signal: AbortSignal,
): Promise<HostImage[]> {
  const found = new Map<string, { reference: string; services: Set<string> }>();
  for (const service of services) {
    if (service.runsAs !== 'container') continue;
    for (const { ImageID, Image } of await serviceContainers(docker, { service, project }, signal)) {
      const known = found.get(ImageID) ?? { reference: Image, services: new Set<string>() };
      known.services.add(service.id);
      found.set(ImageID, known);
    }
  }
  const images: HostImage[] = [];
  for (const [imageId, { reference, services: users }] of found) {
    const info = await docker.getImage(imageId).inspect();
    const tags = (info.RepoTags ?? []).filter(isTag);
    const createdAt = Date.parse(info.Created);
    images.push({
      hostId,
      // A tag that another image bears by now would save that one.
      reference: tags.includes(reference) ? reference : (tags[0] ?? imageId),
      imageId,
      tags,
      digests: (info.RepoDigests ?? []).filter(isTag),
      createdAt: createdAt >= 0 ? createdAt : null,
      bytes: info.Size,
      services: [...users].sort(),
    });
  }
  return images.sort((a, b) => a.reference.localeCompare(b.reference));
}
