import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { LogLevel } from '../../../shared/domain/log.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { AnsiText } from './ansi-text.tsx';
import type { LogEntry } from './log-buffer.ts';
import { prettyJson } from './pretty-json.ts';

/** Characters that a folded line shows at most; laying out 64,000 of them for each of forty rows would stutter. */
const foldedLength = 2000;

const levels: Record<LogLevel, { readonly letter: string; readonly look: string; readonly row: string }> = {
  trace: { letter: 'T', look: 'text-faint', row: '' },
  debug: { letter: 'D', look: 'text-faint', row: '' },
  info: { letter: 'I', look: 'text-paused', row: '' },
  warn: { letter: 'W', look: 'text-degraded', row: 'bg-degraded/10' },
  error: { letter: 'E', look: 'text-down', row: 'bg-down/10' },
  fatal: { letter: 'F', look: 'font-bold text-down', row: 'bg-down/18' },
  unknown: { letter: ' ', look: '', row: '' },
};

interface LogRowProps {
  readonly entry: LogEntry;
  /** What marks the replica that wrote it; null when only one is read. */
  readonly replica: string | null;
  readonly timestamps: boolean;
  readonly wrap: boolean;
  readonly expanded: boolean;
  readonly pattern: RegExp | null;
  readonly onToggle: () => void;
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { entry, replica, timestamps, wrap, expanded, pattern, onToggle } = props;
  const t = useText();
  const format = useFormat();
  const { line } = entry;
  const level = levels[line.level];
  const long = line.text.length > foldedLength;
  const pretty = expanded ? prettyJson(entry.plain) : null;
  const text = pretty ?? (expanded || !long ? line.text : line.text.slice(0, foldedLength));
  return (
    <div
      className={classes(
        'group flex min-h-5 pr-4 font-mono text-xs leading-5',
        level.row,
        // As wide as the pane and not as its longest line, or there would be nothing to wrap at.
        expanded && 'sticky left-0 w-[100cqw]',
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-expanded={expanded}
        aria-label={expanded ? t('logs.collapse') : t('logs.expand')}
        onClick={onToggle}
        className="flex h-5 w-6 shrink-0 items-center justify-center text-faint opacity-0 group-hover:opacity-100 aria-expanded:opacity-100"
      >
        <ChevronRight aria-hidden className={classes('size-3.5', expanded && 'rotate-90')} />
      </button>
      {timestamps && (
        <span className="w-[6.75rem] shrink-0 text-faint select-none">
          {line.at === null ? t('common.none') : format.preciseTime(line.at)}
        </span>
      )}
      {replica !== null && (
        <span
          className={classes(
            'w-6 shrink-0 text-center select-none',
            entry.source % 2 === 0 ? 'text-paused' : 'text-accent',
          )}
        >
          {replica}
        </span>
      )}
      <span aria-hidden className={classes('w-5 shrink-0 select-none', level.look)}>
        {level.letter}
      </span>
      <code
        className={classes(
          'min-w-0 border-l-2 pl-2 font-mono',
          line.stream === 'stderr' ? 'border-down/50' : 'border-transparent',
          wrap || expanded ? 'flex-1 break-words whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        <AnsiText text={text} pattern={pattern} />
        {long && !expanded && (
          <button type="button" tabIndex={-1} onClick={onToggle} className="ml-1 text-accent hover:underline">
            {t('logs.expand')}
          </button>
        )}
        {line.truncatedBytes > 0 && (
          <span className="ml-1.5 rounded bg-degraded/14 px-1.5 font-sans text-2xs text-degraded">
            {t('logs.truncated', { bytes: format.bytes(line.truncatedBytes) })}
          </span>
        )}
      </code>
    </div>
  );
});
