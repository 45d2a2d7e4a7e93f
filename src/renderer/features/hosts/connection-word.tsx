import {
  Ban,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestion,
  Plug,
  Unplug,
  WifiOff,
} from 'lucide-react';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';

type ConnectionState = HostView['connection']['state'];

const looks: Record<ConnectionState, { readonly icon: LucideIcon; readonly text: string }> = {
  connected: { icon: Plug, text: 'text-up' },
  connecting: { icon: LoaderCircle, text: 'text-paused' },
  prompting: { icon: MessageCircleQuestion, text: 'text-accent' },
  waiting: { icon: WifiOff, text: 'text-down' },
  refused: { icon: Ban, text: 'text-down' },
  disconnected: { icon: Unplug, text: 'text-unobserved' },
};

/** The state of a connection: colour, icon and word. */
export function ConnectionWord({
  state,
  className,
}: {
  readonly state: ConnectionState;
  readonly className?: string;
}) {
  const t = useText();
  const look = looks[state];
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap',
        look.text,
        className,
      )}
    >
      <look.icon aria-hidden className={classes('size-3.5', state === 'connecting' && 'animate-spin')} />
      {t(`hosts.state.${state}`)}
    </span>
  );
}
