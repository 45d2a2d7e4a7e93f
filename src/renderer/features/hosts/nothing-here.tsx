import type { LucideIcon } from 'lucide-react';
import type { HostView } from '../../../shared/domain/host.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ConnectionBanner } from './connection-banner.tsx';

interface NothingHereProps {
  readonly host: HostView | null;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly body?: string;
}

/** A screen without content. While the host is away it says that instead: nothing is known of what is there. */
export function NothingHere({ host, icon, title, body }: NothingHereProps) {
  if (host && host.connection.state !== 'connected') {
    return <ConnectionBanner host={host} knownBefore={false} />;
  }
  return <EmptyState icon={icon} title={title} {...(body ? { body } : {})} />;
}
