import { Clock, Filter, Pin } from 'lucide-react';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { BufferView } from './log-buffer.ts';

/** A clock that differs by less is as good as right, ms. */
const tolerableSkewMs = 2000;

/** How much is shown of how much, what was lost, whether the server's clock is right, and the keys. */
export function LogFooter({
  view,
  ended,
  follow,
  onPin,
}: {
  readonly view: BufferView;
  readonly ended: boolean;
  readonly follow: boolean;
  readonly onPin: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const skew = view.clockSkewMs ?? 0;
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-2 text-xs text-muted">
      <span className="inline-flex items-center gap-1.5">
        <Filter aria-hidden className="size-3.5 text-faint" />
        {t('logs.shown', { shown: format.number(view.shown), total: format.number(view.total) })}
      </span>
      {view.dropped > 0 && (
        <Tooltip text={t('logs.droppedHelp')}>
          <button type="button" className="cursor-help text-degraded">
            {t('logs.dropped', { count: view.dropped, formatted: format.number(view.dropped) })}
          </button>
        </Tooltip>
      )}
      {Math.abs(skew) >= tolerableSkewMs && (
        <span className="inline-flex items-center gap-1.5 text-degraded">
          <Clock aria-hidden className="size-3.5" />
          {t(skew > 0 ? 'logs.skew' : 'logs.skewBehind', { time: format.duration(Math.abs(skew)) })}
        </span>
      )}
      {view.shown > 0 && (
        <button
          type="button"
          onClick={onPin}
          className="inline-flex items-center gap-1.5 rounded hover:text-ink"
        >
          <Pin aria-hidden className="size-3.5" />
          {t('incidents.pin')}
        </button>
      )}
      <span role="status">{ended ? t('logs.ended') : follow ? t('logs.following') : ''}</span>
      <span className="ml-auto flex items-center gap-3 text-faint">
        <Key keys={['/']} text={t('logs.keys.search')} />
        <Key keys={['g', 'G']} text={t('logs.keys.ends')} />
        <Key keys={['f']} text={t('logs.keys.follow')} />
        <Key keys={['Esc']} text={t('logs.keys.clear')} />
      </span>
    </footer>
  );
}

function Key({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key} keys={key} />
      ))}
      {text}
    </span>
  );
}
