import { type KeyboardEvent, memo, type PointerEvent, useState } from 'react';
import type { Heartbeat } from '../../shared/domain/health.ts';
import type { Status } from '../../shared/domain/status.ts';
import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';
import { useFormat } from './format.ts';
import { statusLooks } from './status.tsx';

const cells = 40;

interface HeartbeatBarProps {
  readonly name: string;
  /** Oldest first; the newest stands at the right end. */
  readonly beats: readonly Heartbeat[];
  readonly className?: string;
}

/**
 * One cell a beat, newest right. It is one control with a reading cursor instead of forty tab stops: the arrow
 * keys walk through the beats, the pointer does the same.
 */
export const HeartbeatBar = memo(function HeartbeatBar({ name, beats, className }: HeartbeatBarProps) {
  const t = useText();
  const format = useFormat();
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = beats.slice(-cells);
  const empty = cells - shown.length;
  const newest = shown.at(-1);
  const pointed = cursor === null ? undefined : shown[cursor];

  const tell = (beat: Heartbeat): string =>
    [
      format.dateTime(beat.at),
      t(`common.status.${beat.status}`),
      beat.latencyMs === null
        ? t('common.heartbeat.noLatency')
        : t('common.heartbeat.latency', { ms: format.number(beat.latencyMs) }),
      beat.message,
    ]
      .filter(Boolean)
      .join(' · ');
  const label = newest
    ? t('common.heartbeat.label', {
        name,
        up: shown.filter((beat) => beat.outcome === 'ok').length,
        total: shown.length,
        newest: t(`common.status.${newest.status}`),
      })
    : t('common.heartbeat.empty', { name });

  const move = (event: KeyboardEvent): void => {
    const last = shown.length - 1;
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
    const index = Math.floor(((event.clientX - box.left) / box.width) * cells) - empty;
    setCursor(index >= 0 && index < shown.length ? index : null);
  };

  return (
    <div className={classes('relative', className)}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, shown.length)}
        aria-valuenow={Math.max(1, (cursor ?? shown.length - 1) + 1)}
        aria-valuetext={pointed ? tell(pointed) : newest ? tell(newest) : label}
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
        {shown.map((beat, index) => (
          <i
            key={beat.at}
            className={classes(
              'min-w-0 flex-1 rounded-[2px]',
              statusLooks[beat.status].cell,
              index === cursor && 'outline-2 outline-ink',
            )}
          />
        ))}
      </div>
      {pointed && cursor !== null && (
        <BeatTip beat={pointed} text={tell(pointed)} place={(empty + cursor + 0.5) / cells} />
      )}
    </div>
  );
});

function BeatTip({
  beat,
  text,
  place,
}: {
  readonly beat: { readonly status: Status };
  readonly text: string;
  readonly place: number;
}) {
  const look = statusLooks[beat.status];
  const right = place > 0.5;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-30 mb-1.5 flex w-max max-w-72 items-start gap-1.5 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs text-ink shadow-float"
      style={right ? { right: `${(1 - place) * 100}%` } : { left: `${place * 100}%` }}
    >
      <look.icon className={classes('mt-0.5 size-3.5 shrink-0', look.text)} />
      <span className="line-clamp-3 break-words">{text}</span>
    </div>
  );
}
