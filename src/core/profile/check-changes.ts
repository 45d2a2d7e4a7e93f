import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckChange, CheckChanges } from '../../shared/domain/check-change.ts';
import { type CheckSpec, Duration, type Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainDetail, systemCode } from '../platform/plain-detail.ts';
import { writeAtomically } from '../platform/write-atomically.ts';

/** A check as it is run: the manual's, with what the admin changed. */
export function changeCheck(spec: CheckSpec, change: CheckChange): CheckSpec {
  const { every, timeout, retryAfter, failures, slowerThan } = change;
  const changed: CheckSpec = {
    ...spec,
    ...(every === undefined ? {} : { every: Duration.parse(every) }),
    ...(timeout === undefined ? {} : { timeout: Duration.parse(timeout) }),
    ...(retryAfter === undefined ? {} : { retryAfter: Duration.parse(retryAfter) }),
    ...(failures === undefined ? {} : { failures }),
  };
  if (changed.kind !== 'http' && changed.kind !== 'website') return changed;
  if (slowerThan === undefined) return changed;
  const { slowerThan: _manual, ...rest } = changed;
  return slowerThan === null ? rest : { ...rest, slowerThan: Duration.parse(slowerThan) };
}

/** A manual as it is run. What was changed of a check that is no longer in it is passed over. */
export function changeProfile(manual: Profile, changes: CheckChanges): Profile {
  if (Object.keys(changes).length === 0) return manual;
  return {
    ...manual,
    services: manual.services.map((service) => ({
      ...service,
      checks: service.checks.flatMap((spec) => {
        const change = changes[`${service.id}/${spec.id}`];
        if (!change) return [spec];
        return change.enabled === false ? [] : [changeCheck(spec, change)];
      }),
    })),
  };
}

const fileOf = (folder: string, profileId: string): string => join(folder, `${profileId}.changes.json`);

/** @throws RondaError `profile.unreadable` for a file that is none of ours */
export async function readChanges(folder: string, profileId: string): Promise<CheckChanges> {
  const file = fileOf(folder, profileId);
  try {
    return CheckChanges.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {};
    throw new RondaError(
      'profile.unreadable',
      { file: `${profileId}.changes.json`, detail: plainDetail(error) },
      { cause: error },
    );
  }
}

export async function writeChanges(folder: string, profileId: string, changes: CheckChanges): Promise<void> {
  await writeAtomically(fileOf(folder, profileId), `${JSON.stringify(changes, null, 2)}\n`);
}
