import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { HostView, Prompt } from '../../shared/domain/host.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import { mirrors } from './mirrors.ts';

/** The host whose services are shown; a host that is gone falls back to the first one. */
const useChoice = create<{ hostId: string | null }>(() => ({ hostId: null }));

export function selectHost(hostId: string): void {
  useChoice.setState({ hostId });
}

function currentHost(hosts: Readonly<Record<string, HostView>>, chosen: string | null): HostView | null {
  return (chosen === null ? undefined : hosts[chosen]) ?? Object.values(hosts)[0] ?? null;
}

/** For code outside components. */
export function selectedHost(): HostView | null {
  return currentHost(mirrors.hosts.getState().entities, useChoice.getState().hostId);
}

export function useSelectedHost(): HostView | null {
  const chosen = useChoice((state) => state.hostId);
  return mirrors.hosts((state) => currentHost(state.entities, chosen));
}

export function useHosts(): readonly HostView[] {
  return mirrors.hosts(useShallow((state) => Object.values(state.entities)));
}

export function useHost(hostId: string | null): HostView | null {
  return mirrors.hosts((state) => (hostId === null ? null : (state.entities[hostId] ?? null)));
}

/** Questions are answered in the order they came. */
export function useFirstPrompt(): Prompt | null {
  return mirrors.prompts((state) => Object.values(state.entities)[0] ?? null);
}

export function useProfiles(): readonly Profile[] {
  return mirrors.profiles(useShallow((state) => Object.values(state.entities)));
}

export function useProfile(profileId: string | null): Profile | null {
  return mirrors.profiles((state) => (profileId === null ? null : (state.entities[profileId] ?? null)));
}
