import {
  CircleCheck,
  CircleDotDashed,
  CircleOff,
  CircleX,
  Lock,
  type LucideIcon,
  MoonStar,
  Settings2,
} from 'lucide-react';
import type { ChannelView } from '../../../shared/domain/alerts.ts';
import { useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';

const looks: Record<
  ChannelView['state'],
  { readonly icon: LucideIcon; readonly tone: 'neutral' | 'up' | 'degraded' | 'down' | 'paused' }
> = {
  off: { icon: CircleOff, tone: 'neutral' },
  incomplete: { icon: Settings2, tone: 'degraded' },
  locked: { icon: Lock, tone: 'degraded' },
  stopped: { icon: CircleX, tone: 'down' },
  waiting: { icon: CircleDotDashed, tone: 'degraded' },
  held: { icon: MoonStar, tone: 'paused' },
  ready: { icon: CircleCheck, tone: 'up' },
};

/** How a channel stands, by colour, icon and word. */
export function ChannelState({ state }: { readonly state: ChannelView['state'] }) {
  const t = useText();
  const { icon: Icon, tone } = looks[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3.5" />
      {t(`alerts.state.${state}`)}
    </Badge>
  );
}
