import { type Incident, incidentSteps, type TimelineEntry } from '../../shared/domain/incident.ts';
import type { Session } from '../session.ts';
import { formatInstant } from './format.ts';
import { plainText } from './plain-text.ts';
import { renderTable } from './table.ts';

/** One incident in one line, with the times that matter. */
export function incidentLine({ say, paint }: Session, incident: Incident): string {
  const { number, severity, state, step } = incident;
  const facts = [
    say('incident.line', { number, severity, title: plainText(incident.title), state, step }),
    ...(incident.recoveredAt === null
      ? []
      : [say('incident.recovered', { at: formatInstant(incident.recoveredAt) })]),
    ...(incident.closedAt === null ? [] : [say('incident.closed', { at: formatInstant(incident.closedAt) })]),
    ...(incident.breached ? [paint.bad(say('incident.breached'))] : []),
  ];
  return facts.join('; ');
}

export function incidentTable({ say, io }: Session, incidents: readonly Incident[]): string {
  return renderTable(
    [
      { title: say('column.number'), align: 'right' },
      { title: say('column.severity') },
      { title: say('column.state') },
      { title: say('column.step') },
      { title: say('column.opened') },
      { title: say('column.respond-by') },
      { title: say('column.title') },
    ],
    incidents.map((incident) => [
      String(incident.number),
      incident.severity,
      incident.state,
      incident.step,
      formatInstant(incident.openedAt),
      formatInstant(incident.respondBy),
      incident.title,
    ]),
    io.stdout.columns,
  );
}

/** The seven steps as they stand, then what happened, in the journal's own order. */
export function timelineText(
  { say, paint }: Session,
  incident: Incident,
  entries: readonly TimelineEntry[],
  brokenAt: number | null,
): string {
  const steps = incidentSteps.map((step) => {
    const record = incident.steps[step];
    return [step, record.state, formatInstant(record.at), record.by, record.note];
  });
  const stepTable = renderTable(
    [
      { title: say('column.step') },
      { title: say('column.state') },
      { title: say('column.at') },
      { title: say('column.by') },
      { title: say('column.note') },
    ],
    steps,
  );
  const lines = entries.map(({ at, event, author, text }) =>
    plainText(
      `${formatInstant(at)}  ${event}${author === '' ? '' : `  ${author}`}${text === '' ? '' : `: ${text}`}`,
    ),
  );
  const broken = brokenAt === null ? [] : [paint.bad(say('incident.broken', { seq: brokenAt }))];
  return ['', stepTable, '', ...lines, ...broken].join('\n');
}
