import { type CheckChange, CheckSettings } from '../../shared/domain/check-change.ts';
import type { CheckSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import { checkTarget } from '../health/run-check.ts';
import { changeCheck } from './check-changes.ts';
import type { ProfileStore } from './profile-store.ts';

type SettingsOperation = 'health.check-settings' | 'health.change-check';

function settingsOf(spec: CheckSpec, change: CheckChange): CheckSettings {
  const { id, kind, every, timeout, retryAfter, failures, ...rest } = changeCheck(spec, change);
  return CheckSettings.parse({
    checkId: id,
    kind,
    target: checkTarget(spec),
    enabled: change.enabled ?? true,
    every,
    timeout,
    retryAfter,
    failures,
    ...(kind === 'http' || kind === 'website'
      ? { slowerThan: 'slowerThan' in rest ? (rest.slowerThan ?? null) : null }
      : {}),
    changed: change,
  });
}

/** What an admin may set of each check, kept beside the manual. */
export function checkSettingsHandlers(ports: {
  readonly profiles: Pick<ProfileStore, 'manual' | 'changes' | 'changeCheck'>;
  /** @throws RondaError `common.not-found` */
  readonly profileIdOf: (hostId: string) => string;
}): Handlers<SettingsOperation> {
  const { profiles, profileIdOf } = ports;

  function checksOf(profileId: string, serviceId: string): readonly CheckSpec[] {
    const service = profiles.manual(profileId).services.find(({ id }) => id === serviceId);
    if (!service) throw new RondaError('services.unknown', { service: serviceId });
    return service.checks;
  }

  return {
    'health.check-settings': async ({ hostId, serviceId }) => {
      const profileId = profileIdOf(hostId);
      const changes = profiles.changes(profileId);
      return {
        checks: checksOf(profileId, serviceId).map((spec) =>
          settingsOf(spec, changes[`${serviceId}/${spec.id}`] ?? {}),
        ),
      };
    },
    'health.change-check': async ({ hostId, serviceId, checkId, change }) => {
      const profileId = profileIdOf(hostId);
      if (!checksOf(profileId, serviceId).some(({ id }) => id === checkId))
        throw new RondaError('health.unknown-check', { service: serviceId, check: checkId });
      await profiles.changeCheck(profileId, serviceId, checkId, change);
      return {};
    },
  };
}
