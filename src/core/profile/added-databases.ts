import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AddedDatabases } from '../../shared/domain/discovery.ts';
import type { DatabaseSpec, Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainDetail, systemCode } from '../platform/plain-detail.ts';
import { writeAtomically } from '../platform/write-atomically.ts';

/**
 * A manual with what was added to it. The manual's own entry holds where it has come to name the same file or id, and
 * a service that is no longer in it is passed over.
 */
export function addDatabases(manual: Profile, added: AddedDatabases): Profile {
  if (Object.keys(added).length === 0) return manual;
  return {
    ...manual,
    services: manual.services.map((service) => {
      const news = (added[service.id] ?? []).filter(
        ({ id, path }) => !service.databases.some((own) => own.id === id || own.path === path),
      );
      return news.length === 0 ? service : { ...service, databases: [...service.databases, ...news] };
    }),
  };
}

const nameOf = (profileId: string): string => `${profileId}.databases.json`;

/** @throws RondaError `profile.unreadable` for a file that is none of ours */
export async function readAdded(folder: string, profileId: string): Promise<AddedDatabases> {
  const file = nameOf(profileId);
  try {
    return AddedDatabases.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {};
    throw new RondaError('profile.unreadable', { file, detail: plainDetail(error) }, { cause: error });
  }
}

/**
 * Adds one to the file, as it lies there now: another process may have added one meanwhile.
 * @throws RondaError `profile.unreadable`, `state.not-writable`
 */
export function writeAdded(
  folder: string,
  profileId: string,
  serviceId: string,
  database: DatabaseSpec,
): Promise<AddedDatabases> {
  return change(folder, profileId, serviceId, database.id, [database]);
}

/**
 * Takes one out of the file again.
 * @throws RondaError `profile.unreadable`, `state.not-writable`
 */
export function removeAdded(
  folder: string,
  profileId: string,
  serviceId: string,
  databaseId: string,
): Promise<AddedDatabases> {
  return change(folder, profileId, serviceId, databaseId, []);
}

async function change(
  folder: string,
  profileId: string,
  serviceId: string,
  databaseId: string,
  news: readonly DatabaseSpec[],
): Promise<AddedDatabases> {
  const { [serviceId]: before = [], ...others } = await readAdded(folder, profileId);
  const now = [...before.filter(({ id }) => id !== databaseId), ...news];
  const added = now.length === 0 ? others : { ...others, [serviceId]: now };
  await writeAtomically(join(folder, nameOf(profileId)), `${JSON.stringify(added, null, 2)}\n`);
  return added;
}
