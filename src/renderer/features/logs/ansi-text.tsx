import './ansi.css';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { classes } from '../../ui/classes.ts';
import { type AnsiColour, type AnsiSpan, parseAnsi } from './ansi.ts';

/** A line shows so many hits at most: a pattern that matches every letter must not make 64,000 elements. */
const mostHits = 200;
/** So many changes of colour are shown; a line with more is a picture, not a message, and is shown plain. */
const mostSpans = 2000;

/** The text of a line with its colours and the hits of the search. Text stays text: nothing in it is markup. */
export function AnsiText({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }) {
  const spans = useMemo(() => parseAnsi(text), [text]);
  const shown = spans.length > mostSpans ? [joined(spans)] : spans;
  let hits = mostHits;
  return shown.map((span, index) => {
    const [content, used] = mark(span.text, pattern, hits);
    hits -= used;
    const looks = lookOf(span);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no identity but their place.
      <span key={index} className={looks.className} style={looks.style}>
        {content}
      </span>
    );
  });
}

function joined(spans: readonly AnsiSpan[]): AnsiSpan {
  const [first] = parseAnsi('x');
  if (!first) throw new Error('a letter makes a span');
  return { ...first, text: spans.map(({ text }) => text).join('') };
}

/** CSS variables through the style property: the content security policy forbids style attributes in markup only. */
function lookOf(span: AnsiSpan): { className: string | undefined; style: CSSProperties | undefined } {
  const { foreground, background } = span;
  const className = classes(
    span.bold && 'font-semibold',
    span.dim && 'opacity-75',
    span.italic && 'italic',
    span.underline && 'underline',
    span.strike && 'line-through',
    foreground && 'ansi-fg',
    background && 'ansi-bg px-0.5',
  );
  const style =
    foreground || background
      ? ({
          ...(foreground ? { '--ansi-fg': cssColour(foreground) } : {}),
          ...(background ? { '--ansi-bg': cssColour(background) } : {}),
        } as CSSProperties)
      : undefined;
  return { className: className || undefined, style };
}

function cssColour(colour: AnsiColour): string {
  return 'named' in colour ? `var(--ansi-${colour.named})` : `rgb(${colour.rgb.join(' ')})`;
}

function mark(text: string, pattern: RegExp | null, most: number): [ReactNode, number] {
  if (pattern === null || most <= 0) return [text, 0];
  const parts: ReactNode[] = [];
  let from = 0;
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (count === most) break;
    parts.push(text.slice(from, match.index));
    parts.push(
      <mark key={match.index} className="rounded-[2px] bg-accent text-on-accent">
        {match[0]}
      </mark>,
    );
    from = match.index + match[0].length;
    count += 1;
  }
  if (count === 0) return [text, 0];
  parts.push(text.slice(from));
  return [parts, count];
}
