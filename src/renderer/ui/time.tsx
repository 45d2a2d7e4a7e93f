import { useFormat } from './format.ts';
import { useClockText } from './use-clock.ts';

interface MomentProps {
  readonly at: number;
  readonly className?: string;
}

/** `3 h ago`, kept current; the exact time stands in the title. */
export function TimeAgo({ at, className }: MomentProps) {
  const format = useFormat();
  const text = useClockText((now) => format.ago(at, now));
  return <Moment at={at} text={text} className={className} />;
}

/** How long something has lasted: `3 h 12 min`, or with `rough` only `3 h`. */
export function TimeSince({ at, className, rough = false }: MomentProps & { readonly rough?: boolean }) {
  const format = useFormat();
  const text = useClockText((now) => (rough ? format.roughDuration(now - at) : format.duration(now - at)));
  return <Moment at={at} text={text} className={className} />;
}

/** The exact moment. */
export function DateTime({ at, className, short = false }: MomentProps & { readonly short?: boolean }) {
  const format = useFormat();
  const text = short ? format.shortDateTime(at, Date.now()) : format.dateTime(at);
  return <Moment at={at} text={text} className={className} />;
}

function Moment({
  at,
  text,
  className,
}: {
  readonly at: number;
  readonly text: string;
  readonly className?: string | undefined;
}) {
  const format = useFormat();
  return (
    <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)} className={className}>
      {text}
    </time>
  );
}
