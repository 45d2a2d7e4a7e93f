import { Activity, Cog, Link2, type LucideIcon, TerminalSquare, Unlink2, UserRound } from 'lucide-react';
import { attachmentOf } from '../../../shared/domain/attachment.ts';
import { type Incident, type TimelineEntry, TimelineEvent } from '../../../shared/domain/incident.ts';
import { type Text, useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { classes } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { DateTime } from '../../ui/time.tsx';
import { AttachmentView } from './attachment-view.tsx';
import { NoteForm } from './note-form.tsx';

const icons: Record<TimelineEntry['kind'], LucideIcon> = {
  check: Activity,
  person: UserRound,
  action: TerminalSquare,
  system: Cog,
};

function eventName(t: Text, event: string): string {
  const known = TimelineEvent.safeParse(event).data;
  return known ? t(`incidents.event.${known}`) : event;
}

/** Everything that happened, in the order it was written down; and whether it is still as it was written. */
export function IncidentTimeline({ incident }: { readonly incident: Incident }) {
  const t = useText();
  const { id: incidentId, newestEntry } = incident;
  const timeline = useQuery('incidents.timeline', { incidentId }, String(newestEntry));
  const data = timeline.data;
  return (
    <section
      aria-label={t('incidents.timeline')}
      className="flex min-h-0 flex-col border-l border-line bg-canvas/50"
    >
      <div className="flex items-center justify-between gap-2 px-4 pt-3 pb-2">
        <h3 className="font-semibold">{t('incidents.timeline')}</h3>
        {data && data.brokenAt === null && (
          <span className="flex items-center gap-1 text-2xs text-up">
            <Link2 aria-hidden className="size-3.5" />
            {t('incidents.chainOk', { count: data.entries.length })}
          </span>
        )}
      </div>
      {data && data.brokenAt !== null && (
        <p
          role="alert"
          className="mx-4 mb-2 flex items-start gap-2 rounded-lg bg-down/14 px-3 py-2 text-down"
        >
          <Unlink2 aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('incidents.chainBroken', { seq: data.brokenAt })}
        </p>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto px-4">
        {timeline.error && <ErrorPanel error={timeline.error} onRetry={timeline.reload} />}
        {!data && timeline.loading && <SkeletonRows />}
        <ol className="flex flex-col gap-3 py-1">
          {data?.entries.toReversed().map((entry) => (
            <Entry
              key={entry.seq}
              entry={entry}
              broken={data.brokenAt !== null && entry.seq >= data.brokenAt}
            />
          ))}
        </ol>
      </div>
      <NoteForm incident={incident} />
    </section>
  );
}

function Entry({ entry, broken }: { readonly entry: TimelineEntry; readonly broken: boolean }) {
  const t = useText();
  const Icon = icons[entry.kind];
  const command = entry.event === 'command';
  const attachment = attachmentOf(entry);
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={classes('mt-0.5 size-4 shrink-0', broken ? 'text-down' : 'text-faint')} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">
            {eventName(t, entry.event)}
            {entry.step && (
              <span className="font-normal text-muted">{` · ${t(`incidents.step.${entry.step}`)}`}</span>
            )}
          </span>
          <span className="text-2xs text-faint">
            <DateTime short at={entry.at} />
            {entry.author && ` · ${entry.author}`}
          </span>
        </p>
        {entry.text &&
          attachment === null &&
          (command ? (
            <pre className="mt-1 max-h-40 overflow-auto rounded bg-sunken px-2 py-1 font-mono text-2xs whitespace-pre-wrap break-words">
              {entry.text}
            </pre>
          ) : (
            <p className="break-words whitespace-pre-wrap text-muted">{entry.text}</p>
          ))}
        {attachment && <AttachmentView incidentId={entry.incidentId} attachment={attachment} />}
      </div>
    </li>
  );
}
