import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/format.ts';
import type { BufferView, LogBuffer } from './log-buffer.ts';
import { LogRow } from './log-row.tsx';

/** Height of a row of one line, px. */
const rowHeight = 20;
/** This near to the end still counts as being at the end, px. */
const nearEnd = 24;

interface LogListProps {
  readonly buffer: LogBuffer;
  readonly view: BufferView;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
  readonly timestamps: boolean;
  readonly wrap: boolean;
  readonly pattern: RegExp | null;
  /** The mark of each source; empty when only one is read. */
  readonly replicas: readonly string[];
  readonly scrollRef: RefObject<HTMLDivElement | null>;
}

/** The lines, as many elements as fit on the screen. Keeps the end in view while it follows, else the place. */
export function LogList(props: LogListProps) {
  const { buffer, view, follow, onFollow, timestamps, wrap, pattern, replicas, scrollRef } = props;
  const t = useText();
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const lastTop = useRef(0);
  const lastOut = useRef(view.scrolledOut);
  // How many lines had come when following ended, by whatever key, button or wheel.
  const [left, setLeft] = useState({ follow, at: view.arrived });
  if (left.follow !== follow) setLeft({ follow, at: view.arrived });

  const virtual = useVirtualizer({
    count: view.shown,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 24,
    getItemKey: (index) => buffer.keyAt(index),
    useFlushSync: false,
  });

  useLayoutEffect(() => {
    const pane = scrollRef.current;
    if (!pane) return;
    const out = view.scrolledOut - lastOut.current;
    lastOut.current = view.scrolledOut;
    if (follow) pane.scrollTop = pane.scrollHeight;
    // What is read stays where it is while older lines fall out above it.
    else if (out > 0) pane.scrollTop -= out * rowHeight;
    lastTop.current = pane.scrollTop;
  });

  const onScroll = (): void => {
    const pane = scrollRef.current;
    if (!pane) return;
    const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < nearEnd;
    const up = pane.scrollTop < lastTop.current - 2;
    lastTop.current = pane.scrollTop;
    if (follow && up && !atEnd) onFollow(false);
    else if (!follow && atEnd && !up) onFollow(true);
  };
  const toggle = (key: number): void =>
    setExpanded((last) => {
      const next = new Set(last);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  const items = virtual.getVirtualItems();
  const missed = view.arrived - left.at;
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scrollRef}
        role="log"
        aria-label={t('logs.lines')}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={onScroll}
        className="h-full overflow-auto rounded-lg border border-line bg-(--log-ground) @container focus-visible:-outline-offset-2 [overflow-anchor:none]"
      >
        <div className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
          {/* In the flow, so that the longest line on the screen makes the width. */}
          <div
            className={wrap ? 'absolute inset-x-0 top-0' : 'w-max min-w-full'}
            style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
          >
            {items.map(({ index, key }) => {
              const entry = buffer.at(index);
              if (!entry) return null;
              const number = Number(key);
              return (
                <div key={key} data-index={index} ref={virtual.measureElement}>
                  <LogRow
                    entry={entry}
                    replica={replicas[entry.source] ?? null}
                    timestamps={timestamps}
                    wrap={wrap}
                    expanded={expanded.has(number)}
                    pattern={pattern}
                    onToggle={() => toggle(number)}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {!follow && missed > 0 && <JumpToNew count={missed} onJump={() => onFollow(true)} />}
    </div>
  );
}

function JumpToNew({ count, onJump }: { readonly count: number; readonly onJump: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <Button
      size="sm"
      variant="primary"
      icon={ArrowDown}
      onClick={onJump}
      className="rise absolute bottom-4 left-1/2 -translate-x-1/2 rounded-full shadow-float"
    >
      {t('logs.jumpToNew', { count, formatted: format.number(count) })}
    </Button>
  );
}
