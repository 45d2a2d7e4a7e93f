import type { FoundProject } from '../../../shared/domain/found-project.ts';
import type { Profile } from '../../../shared/domain/profile.ts';

/**
 * The manual that was written for what runs: at least half of its containers are there, and no other one fits better.
 * @returns its id; null when none fits
 */
export function suggestProfile(
  profiles: readonly Profile[],
  projects: readonly FoundProject[],
): string | null {
  const found = new Set(projects.flatMap(({ services }) => services.map(({ service }) => service)));
  let best: { readonly id: string; readonly share: number } | null = null;
  for (const { id, services } of profiles) {
    const containers = services.filter(({ runsAs }) => runsAs === 'container');
    const there = containers.filter((service) => found.has(service.compose ?? service.id));
    const share = containers.length === 0 ? 0 : there.length / containers.length;
    if (share >= 0.5 && share > (best?.share ?? 0)) best = { id, share };
  }
  return best?.id ?? null;
}
