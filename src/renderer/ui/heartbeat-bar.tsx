import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import type { Heartbeat } from '../../shared/domain/health.ts';
import type { Status } from '../../shared/domain/status.ts';
import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';
import { useFormat } from './format.ts';
import { beatSlots, type HeartbeatCell, heartbeatCells } from './heartbeat-cells.ts';
import { statusLooks } from './status.tsx';
import { useClockText } from './use-clock.ts';

interface HeartbeatBarProps {
  readonly name: string;
  /** Oldest first; the newest stands at the right end. */
  readonly beats: readonly Heartbeat[];
  readonly intervalMs: number;
  /** Nobody is watching now: the time since the newest beat is shown as unobserved. */
  readonly unobserved?: boolean;
  readonly className?: string;
}

/**
 * One cell a beat, newest right. It is one control with a reading cursor instead of forty tab stops: the arrow
 * keys walk through the beats, the pointer does the same.
 */
export const HeartbeatBar = memo(function HeartbeatBar(props: HeartbeatBarProps) {
  const { name, beats, intervalMs, unobserved = false, className } = props;
  const t = useText();
  const format = useFormat();
  const [cursor, setCursor] = useState<number | null>(null);
  // Unwatched time grows by a cell an interval; a bar that is watched does not listen to the clock's steps.
  const watchedUntil = Number(
    useClockText((now) => (unobserved ? String(Math.floor(now / intervalMs) * intervalMs) : '0')),
  );
  const cells = useMemo(
    () => heartbeatCells(beats, intervalMs, watchedUntil === 0 ? null : watchedUntil, beatSlots),
    [beats, intervalMs, watchedUntil],
  );
  const empty = beatSlots - cells.length;
  const newest = cells.at(-1);
  const pointed = cursor === null ? undefined : cells[cursor];

  const tell = (cell: HeartbeatCell): string => {
    if (cell.kind === 'gap') {
      return [format.dateTime(cell.at), t('common.status.unobserved'), t('common.heartbeat.gap')].join(' · ');
    }
    const { beat } = cell;
    return [
      format.dateTime(beat.at),
      t(`common.status.${beat.status}`),
      beat.latencyMs === null
        ? t('common.heartbeat.noLatency')
        : t('common.heartbeat.latency', { ms: format.number(beat.latencyMs) }),
      beat.message,
      beat.source === 'night-watch' ? t('common.heartbeat.byNightWatch') : '',
    ]
      .filter(Boolean)
      .join(' · ');
  };
  const observed = cells.filter((cell) => cell.kind === 'beat');
  const label = newest
    ? t('common.heartbeat.label', {
        name,
        up: observed.filter((cell) => cell.beat.outcome === 'ok').length,
        total: observed.length,
        newest: t(`common.status.${statusOf(newest)}`),
      })
    : t('common.heartbeat.empty', { name });

  const move = (event: KeyboardEvent): void => {
    const last = cells.length - 1;
    const at = cursor ?? last;
    const targets: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (event.key === 'Escape') setCursor(null);
    if (target === undefined || last < 0) return;
    event.preventDefault();
    setCursor(Math.max(0, Math.min(last, target)));
  };
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * beatSlots) - empty;
    setCursor(index >= 0 && index < cells.length ? index : null);
  };

  const told = pointed ?? newest;
  return (
    <div className={classes('relative', className)}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, cells.length)}
        aria-valuenow={Math.max(1, (cursor ?? cells.length - 1) + 1)}
        aria-valuetext={told ? tell(told) : label}
        aria-readonly
        onKeyDown={move}
        onPointerMove={point}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
        className="flex h-full cursor-default items-center gap-[2px] rounded-sm"
      >
        {Array.from({ length: empty }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty cells have no identity but their place.
          <i key={`empty-${index}`} className="h-[30%] min-w-0 flex-1 rounded-[2px] bg-line" />
        ))}
        {cells.map((cell, index) => (
          <i
            key={cell.at}
            className={classes(
              'min-w-0 flex-1 rounded-[2px]',
              statusLooks[statusOf(cell)].cell,
              unobserved && cell.kind === 'beat' && 'opacity-55',
              index === cursor && 'outline-2 outline-ink',
            )}
          />
        ))}
      </div>
      {pointed && cursor !== null && (
        <CellTip status={statusOf(pointed)} text={tell(pointed)} place={(empty + cursor + 0.5) / beatSlots} />
      )}
    </div>
  );
});

function statusOf(cell: HeartbeatCell): Status {
  return cell.kind === 'gap' ? 'unobserved' : cell.beat.status;
}

function CellTip(props: { readonly status: Status; readonly text: string; readonly place: number }) {
  const look = statusLooks[props.status];
  const { place } = props;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-30 mb-1.5 flex w-max max-w-72 items-start gap-1.5 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs text-ink shadow-float"
      style={place > 0.5 ? { right: `${(1 - place) * 100}%` } : { left: `${place * 100}%` }}
    >
      <look.icon className={classes('mt-0.5 size-3.5 shrink-0', look.text)} />
      <span className="line-clamp-3 break-words">{props.text}</span>
    </div>
  );
}
