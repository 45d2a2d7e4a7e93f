import type { ProfileStore } from '../profile/profile-store.ts';
import type { PublishedStateStore } from '../state/published-state.ts';
import type { FindServices } from './files/find-sources.ts';

/** Looks up the services in the profile that a host is run by. */
export function findProfileServices(state: PublishedStateStore, profiles: ProfileStore): FindServices {
  return (hostId) => {
    const host = state.get('hosts', hostId);
    const profile = host && profiles.find(host.profileId);
    if (!host || !profile) return null;
    return {
      hostName: host.name,
      services: profile.services,
      project: profile.compose.project ?? null,
    };
  };
}
