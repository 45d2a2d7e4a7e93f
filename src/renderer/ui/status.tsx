import {
  CircleCheck,
  CircleDotDashed,
  CirclePause,
  CircleX,
  EyeOff,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { Status } from '../../shared/domain/status.ts';
import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';

interface StatusLook {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly tint: string;
  /** The cell of a heartbeat bar: height and filling differ too, for eyes that do not tell colours apart. */
  readonly cell: string;
}

export const statusLooks: Record<Status, StatusLook> = {
  up: { icon: CircleCheck, text: 'text-up', tint: 'bg-up/12', cell: 'h-[62%] bg-up-fill' },
  degraded: {
    icon: TriangleAlert,
    text: 'text-degraded',
    tint: 'bg-degraded/14',
    cell: 'h-[80%] bg-degraded-fill',
  },
  pending: {
    icon: CircleDotDashed,
    text: 'text-pending',
    tint: 'bg-pending/12',
    cell: 'h-[80%] border border-pending bg-pending/25',
  },
  down: { icon: CircleX, text: 'text-down', tint: 'bg-down/14', cell: 'h-full bg-down-fill' },
  paused: { icon: CirclePause, text: 'text-paused', tint: 'bg-paused/12', cell: 'h-[40%] bg-paused-fill' },
  unobserved: { icon: EyeOff, text: 'text-unobserved', tint: 'bg-unobserved/12', cell: 'h-[62%] hatched' },
};

/** Worst first: the order of `trouble first`. */
export const statusOrder: readonly Status[] = ['down', 'pending', 'degraded', 'unobserved', 'paused', 'up'];

export function StatusIcon({ status, className }: { readonly status: Status; readonly className?: string }) {
  const look = statusLooks[status];
  return <look.icon aria-hidden className={classes('size-4 shrink-0', look.text, className)} />;
}

/** Colour, icon and word together: none of the three alone carries the meaning. */
export function StatusBadge({ status, className }: { readonly status: Status; readonly className?: string }) {
  const t = useText();
  const look = statusLooks[status];
  return (
    <span
      title={t(`common.statusHelp.${status}`)}
      className={classes(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium',
        look.tint,
        look.text,
        className,
      )}
    >
      <look.icon aria-hidden className="size-3.5" />
      {t(`common.status.${status}`)}
    </span>
  );
}
