import type { Handlers } from '../dispatcher/dispatcher.ts';
import { generateProfile } from './generate-profile.ts';
import { profileJsonSchema } from './profile-json-schema.ts';
import type { ProfileStore } from './profile-store.ts';

export type ProfileOperation = 'profile.import' | 'profile.generate' | 'profile.json-schema';

export function profileHandlers(profiles: ProfileStore): Handlers<ProfileOperation> {
  return {
    'profile.import': async ({ yaml }) => ({ profileId: (await profiles.import(yaml)).id }),
    'profile.generate': async ({ name, projects }) =>
      generateProfile(
        name,
        projects,
        profiles.list().map(({ id }) => id),
      ),
    'profile.json-schema': async () => ({ schema: profileJsonSchema() }),
  };
}
