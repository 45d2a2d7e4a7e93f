import type { Command } from 'commander';
import { type Incident, type IncidentStep, incidentSteps, Severity } from '../../shared/domain/incident.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { incidentLine, incidentTable, timelineText } from '../output/incident-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveIncident } from '../resolve/resolve-incident.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { addIncidentJournalCommands } from './incident-journal.ts';

interface OpenOptions {
  readonly severity: Severity;
  readonly service?: string;
  readonly note: string;
}

export function addIncidentCommands(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  const incident = program.command('incident').description(say('help.incident-group'));
  /** A command on one incident: `work` gets its number or id. */
  const onOne = (name: string, help: string): Command =>
    incident.command(name).description(help).argument('<number>', say('help.incident-number'));

  incident
    .command('list')
    .description(say('help.incident-list'))
    .option(
      '--state <state>',
      say('help.incident-state'),
      parse.word('--state', ['open', 'closed', 'all']),
      'open',
    )
    .action(({ state }: { state: 'open' | 'closed' | 'all' }) => run((session) => list(session, state)));
  incident
    .command('open')
    .description(say('help.incident-open'))
    .argument('<title>', say('help.incident-title'))
    .requiredOption(
      '--severity <severity>',
      say('help.incident-severity'),
      parse.word('--severity', Severity.options),
    )
    .option('--service <name>', say('help.incident-service'))
    .option('--note <text>', say('help.incident-note'), '')
    .action((title: string, options: OpenOptions) => run((session) => open(session, title, options)));
  onOne('show', say('help.incident-show')).action((word: string) => run((session) => show(session, word)));
  onOne('post-mortem', say('help.incident-post-mortem')).action((word: string) =>
    run((session) => postMortem(session, word)),
  );
  onOne('step', say('help.incident-step'))
    .argument('<step>', say('help.incident-step-name'), parse.word('<step>', incidentSteps))
    .option('--note <text>', say('help.incident-note'), '')
    .option('--skip', say('help.incident-skip'))
    .action((word: string, step: IncidentStep, { note, skip }: { note: string; skip?: true }) =>
      run((session) =>
        change(session, word, (incidentId) =>
          session.run('incidents.step', { incidentId, step, state: skip ? 'skipped' : 'done', note }),
        ),
      ),
    );
  onOne('note', say('help.incident-add-note'))
    .argument('<text>', say('help.incident-note'))
    .action((word: string, text: string) =>
      run((session) =>
        change(session, word, (incidentId) => session.run('incidents.note', { incidentId, text })),
      ),
    );
  onOne('acknowledge', say('help.incident-acknowledge')).action((word: string) =>
    run((session) =>
      change(session, word, (incidentId) => session.run('incidents.acknowledge', { incidentId })),
    ),
  );
  onOne('resolve', say('help.incident-resolve'))
    .requiredOption('--note <text>', say('help.incident-note'))
    .action((word: string, { note }: { note: string }) =>
      run((session) =>
        change(session, word, (incidentId) => session.run('incidents.resolve', { incidentId, note })),
      ),
    );
  addIncidentJournalCommands(incident, run, say);
  onOne('close', say('help.incident-close'))
    .option('--note <text>', say('help.incident-note'), '')
    .action((word: string, { note }: { note: string }) =>
      run((session) =>
        change(session, word, (incidentId) => session.run('incidents.close', { incidentId, note })),
      ),
    );
}

async function list(session: Session, state: 'open' | 'closed' | 'all'): Promise<Outcome> {
  const { incidents } = await session.run('incidents.list', state === 'all' ? {} : { state });
  const newestFirst = [...incidents].sort((a, b) => b.number - a.number);
  return {
    json: { incidents: newestFirst },
    text: incidents.length === 0 ? session.say('incident.none') : incidentTable(session, newestFirst),
  };
}

async function open(session: Session, title: string, options: OpenOptions): Promise<Outcome> {
  const host =
    options.service === undefined && session.options.host === undefined ? null : await resolveHost(session);
  const service =
    host === null || options.service === undefined
      ? null
      : await resolveService(session, host, options.service);
  const { incident } = await session.run('incidents.open', {
    title,
    severity: options.severity,
    hostId: host?.id ?? null,
    serviceId: service?.id ?? null,
    note: options.note,
  });
  return { json: { incident }, text: incidentLine(session, incident) };
}

async function change(
  session: Session,
  word: string,
  work: (incidentId: string) => Promise<{ incident: Incident }>,
): Promise<Outcome> {
  const { id } = await resolveIncident(session, word);
  const { incident } = await work(id);
  return { json: { incident }, text: incidentLine(session, incident) };
}

/** The document as Markdown, in the language of this run: for a file, a mail or a wiki. */
async function postMortem(session: Session, word: string): Promise<Outcome> {
  const { id: incidentId } = await resolveIncident(session, word);
  const { markdown } = await session.run('incidents.post-mortem-text', {
    incidentId,
    language: session.language(),
  });
  return { json: { markdown }, text: markdown.trimEnd() };
}

async function show(session: Session, word: string): Promise<Outcome> {
  const incident = await resolveIncident(session, word);
  const { entries, brokenAt } = await session.run('incidents.timeline', { incidentId: incident.id });
  return {
    json: { incident, entries, brokenAt },
    text: `${incidentLine(session, incident)}\n${timelineText(session, incident, entries, brokenAt)}`,
    exitCode: brokenAt === null ? exitCodes.ok : exitCodes.no,
  };
}
