import type { ProfileStore } from '../profile/profile-store.ts';
import type { PublishedStateStore } from '../state/published-state.ts';
import type { FindDatabase } from './find-containers.ts';

/** Looks a database up in the profile that its host is run by. */
export function findProfileDatabase(state: PublishedStateStore, profiles: ProfileStore): FindDatabase {
  return (hostId, serviceId, databaseId) => {
    const host = state.get('hosts', hostId);
    const profile = host && profiles.find(host.profileId);
    const service = profile?.services.find(({ id }) => id === serviceId);
    const database = service?.databases.find(({ id }) => id === databaseId);
    if (!host || !profile || !service || !database) return null;
    return { hostName: host.name, service, database, project: profile.compose.project ?? null };
  };
}
