import { useState } from 'react';
import type { HostTarget } from '../../../shared/domain/host.ts';
import { goTo } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { selectHost, useProfiles } from '../../stores/hosts.ts';

/** Adds a host with the chosen manual and goes to it. */
export function useAddHost(onClose: () => void) {
  const profiles = useProfiles();
  const [chosen, setProfileId] = useState<string | null>(null);
  const profileId = chosen ?? profiles[0]?.id ?? '';
  const add = useAction(async (name: string, target: HostTarget) => {
    const { hostId } = await call('hosts.add', { name, target, profileId, connect: true });
    selectHost(hostId);
    goTo('overview');
    onClose();
  });
  return { ...add, profileId, setProfileId };
}
