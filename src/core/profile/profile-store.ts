import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckChange, CheckChanges } from '../../shared/domain/check-change.ts';
import type { AddedDatabases } from '../../shared/domain/discovery.ts';
import type { DatabaseSpec, Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { writeAtomically } from '../platform/write-atomically.ts';
import type { StatePublisher } from '../state/published-state.ts';
import { addDatabases, readAdded, removeAdded, writeAdded } from './added-databases.ts';
import { changeProfile, readChanges, writeChanges } from './check-changes.ts';
import { maxProfileBytes, parseProfile } from './parse-profile.ts';

export interface ProfileStore {
  list(): readonly Profile[];
  find(profileId: string): Profile | undefined;
  /** @throws RondaError `profile.unknown` */
  get(profileId: string): Profile;
  /**
   * Validates, saves and only then uses a profile; one with the same id, built in or imported, is replaced.
   * @throws RondaError `profile.invalid`, `state.not-writable`
   */
  import(yaml: string): Promise<Profile>;
  /** A profile as its file says, before what was changed of its checks. @throws RondaError `profile.unknown` */
  manual(profileId: string): Profile;
  /** What was changed of a profile's checks. */
  changes(profileId: string): CheckChanges;
  /** Changes one check beside the manual; null takes the change back. @throws RondaError `state.not-writable` */
  changeCheck(
    profileId: string,
    serviceId: string,
    checkId: string,
    change: CheckChange | null,
  ): Promise<void>;
  /**
   * Adds a database to a service beside the manual, which stays as it is written.
   * @throws RondaError `profile.unknown`, `profile.unreadable`, `state.not-writable`
   */
  addDatabase(profileId: string, serviceId: string, database: DatabaseSpec): Promise<void>;
  /** What was added to a profile so, by service. */
  addedDatabases(profileId: string): AddedDatabases;
  /**
   * Takes an added database out again; what the manual itself names stays.
   * @throws RondaError `profile.unknown`, `profile.unreadable`, `state.not-writable`
   */
  removeDatabase(profileId: string, serviceId: string, databaseId: string): Promise<void>;
  /** Reads all files anew. */
  reload(): Promise<void>;
  /** Called with every profile that came or changed. */
  subscribe(listener: (profile: Profile) => void): () => void;
  /** What could not be read at the start, to be shown as notices. */
  readonly problems: readonly RondaError[];
}

/**
 * Loads the profiles that came with Ronda, then the imported ones, which win when they carry the same id: that is how
 * an admin changes an address in a built-in manual. A file that cannot be read is reported and the rest is used.
 */
export async function loadProfiles(deps: {
  readonly builtInFolder: string;
  /** `<home>/profiles`; made at the first import. */
  readonly importedFolder: string;
  readonly state: StatePublisher;
}): Promise<ProfileStore> {
  const { builtInFolder, importedFolder, state } = deps;
  const manuals = new Map<string, Profile>();
  const changes = new Map<string, CheckChanges>();
  const added = new Map<string, AddedDatabases>();
  const profiles = new Map<string, Profile>();
  const problems: RondaError[] = [];
  const listeners = new Set<(profile: Profile) => void>();
  const use = (manual: Profile): void => {
    manuals.set(manual.id, manual);
    const whole = addDatabases(manual, added.get(manual.id) ?? {});
    const profile = changeProfile(whole, changes.get(manual.id) ?? {});
    profiles.set(profile.id, profile);
    state.set('profiles', profile.id, profile);
    for (const listener of [...listeners]) listener(profile);
  };

  async function load(): Promise<void> {
    problems.length = 0;
    for (const folder of [builtInFolder, importedFolder]) {
      for (const name of await yamlFiles(folder)) {
        try {
          use(await readProfile(join(folder, name), name));
        } catch (error) {
          problems.push(error instanceof RondaError ? error : unreadable(name, error));
        }
      }
    }

    for (const manual of manuals.values()) {
      for (const read of [
        async () => changes.set(manual.id, await readChanges(importedFolder, manual.id)),
        async () => added.set(manual.id, await readAdded(importedFolder, manual.id)),
      ]) {
        try {
          await read();
        } catch (error) {
          problems.push(error instanceof RondaError ? error : unreadable(manual.id, error));
        }
      }
      use(manual);
    }
  }
  await load();
  const manual = (profileId: string): Profile => {
    const found = manuals.get(profileId);
    if (!found) throw new RondaError('profile.unknown', { profile: profileId });
    return found;
  };

  return {
    problems,
    reload: load,
    manual,
    changes: (profileId) => changes.get(profileId) ?? {},
    async changeCheck(profileId, serviceId, checkId, change) {
      const { [`${serviceId}/${checkId}`]: _before, ...others } = changes.get(profileId) ?? {};
      const next = change === null ? others : { ...others, [`${serviceId}/${checkId}`]: change };
      await writeChanges(importedFolder, profileId, next);
      changes.set(profileId, next);
      use(manual(profileId));
    },
    async addDatabase(profileId, serviceId, database) {
      const known = manual(profileId);
      added.set(profileId, await writeAdded(importedFolder, profileId, serviceId, database));
      use(known);
    },
    addedDatabases: (profileId) => added.get(profileId) ?? {},
    async removeDatabase(profileId, serviceId, databaseId) {
      const known = manual(profileId);
      added.set(profileId, await removeAdded(importedFolder, profileId, serviceId, databaseId));
      use(known);
    },
    list: () => [...profiles.values()],
    find: (profileId) => profiles.get(profileId),
    get(profileId) {
      const profile = profiles.get(profileId);
      if (!profile) throw new RondaError('profile.unknown', { profile: profileId });
      return profile;
    },
    async import(yaml) {
      const profile = parseProfile(yaml, 'profile.yaml');
      // The id is a safe file name by its schema; the text is kept as written, comments included.
      await writeAtomically(join(importedFolder, `${profile.id}.yaml`), yaml);
      use(profile);
      return profiles.get(profile.id) ?? profile;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function readProfile(file: string, name: string): Promise<Profile> {
  const { size } = await stat(file);
  // Looked at before it is read: a file of gigabytes must not fill the memory first.
  if (size > maxProfileBytes) throw new RondaError('profile.unreadable', { file: name, detail: '> 2 MB' });
  return parseProfile(await readFile(file, 'utf8'), name);
}

function unreadable(file: string, error: unknown): RondaError {
  const detail = error instanceof Error ? error.message : String(error);
  return new RondaError('profile.unreadable', { file, detail }, { cause: error });
}

async function yamlFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
