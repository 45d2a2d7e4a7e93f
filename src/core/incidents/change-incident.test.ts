import { expect, test } from 'vitest';
import { type Incident, incidentSteps, type Severity } from '../../shared/domain/incident.ts';
import { type ErrorCode, RondaError } from '../../shared/errors.ts';
import { changeIncident, type IncidentChange } from './change-incident.ts';
import { openIncident } from './open-incident.ts';

const hour = 3_600_000;
const opened = (severity: Severity = 'P3', openedBy: 'check' | 'person' = 'check'): Incident =>
  openIncident(
    {
      title: 'Warga is down',
      severity,
      hostId: 'rt04',
      serviceId: 'warga-service',
      openedBy,
      cause: openedBy === 'check' ? 'rt04/warga-service' : null,
      at: 1000,
      by: 'Ronda',
      note: 'connection refused',
      respondWithinMs: hour,
    },
    7,
  ).incident;
const after = (incident: Incident, ...changes: IncidentChange[]): Incident =>
  changes.reduce((current, change) => changeIncident(current, change).incident, incident);
const step = (
  name: (typeof incidentSteps)[number],
  state: 'done' | 'skipped' = 'done',
  note = 'because',
): IncidentChange => ({ type: 'step', at: 2000, by: 'Siti', step: name, state, note });
const toReview = incidentSteps.slice(1, -1).map((name) => step(name));
const codeOf = (run: () => unknown): ErrorCode | null => {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof RondaError) return error.code;
    throw error;
  }
};

test('opening does the first step, and a check does not answer for a person', () => {
  const incident = opened();
  expect(incident).toMatchObject({
    id: 'incident-7',
    step: 'assess',
    respondBy: 1000 + hour,
    acknowledgedAt: null,
  });
  expect(incident.steps.detect).toEqual({ state: 'done', at: 1000, by: 'Ronda', note: 'connection refused' });
  expect(opened('P3', 'person').acknowledgedAt).toBe(1000);
});

test('the seven steps are recorded in their order, with time, person and note', () => {
  const incident = after(opened(), ...toReview, step('review'));
  expect(incidentSteps.map((name) => incident.steps[name].state)).toEqual(Array(7).fill('done'));
  expect(incident.steps.fix).toEqual({ state: 'done', at: 2000, by: 'Siti', note: 'because' });
});

test('a later step before an earlier one is refused, and the hint names the one that is due in both languages', () => {
  const run = () => after(opened(), step('fix'));
  expect(codeOf(run)).toBe('incidents.step-order');
  expect(run).toThrow(/“fix” cannot be recorded yet: “assess”/);
});

test('a step is not recorded twice', () => {
  expect(codeOf(() => after(opened(), step('assess'), step('assess', 'skipped')))).toBe(
    'incidents.step-recorded',
  );
});

test('a step is skipped only with a reason', () => {
  expect(codeOf(() => after(opened(), step('assess', 'skipped', '  ')))).toBe('incidents.skip-needs-reason');
  expect(after(opened(), step('assess', 'skipped', 'obvious')).step).toBe('contain');
});

test.each([
  ['P1', 'incidents.review-required'],
  ['P2', 'incidents.review-required'],
  ['P3', null],
  ['P4', null],
] as const)('the review of a %s incident, skipped, gives %s', (severity, code) => {
  expect(codeOf(() => after(opened(severity), ...toReview, step('review', 'skipped')))).toBe(code);
});

test('lowering the severity, skipping the review and raising it again does not get around the review', () => {
  const incident = after(
    opened('P1'),
    { type: 'severity', at: 2, by: 'Siti', severity: 'P3', reason: 'only one', respondWithinMs: hour },
    ...toReview,
    step('review', 'skipped'),
  );
  const raised = changeIncident(incident, {
    type: 'severity',
    at: 3,
    by: 'Siti',
    severity: 'P1',
    reason: 'after all',
    respondWithinMs: hour,
  });
  expect(raised.incident.steps.review.state).toBe('open');
  expect(raised.entries.map((entry) => entry.event)).toEqual(['severity', 'step-reopened']);
  expect(codeOf(() => after(raised.incident, { type: 'close', at: 4, by: 'Siti', note: '' }))).toBe(
    'incidents.not-finished',
  );
});

test('an incident closes only when every step is done or skipped', () => {
  const close: IncidentChange = { type: 'close', at: 9000, by: 'Siti', note: 'done' };
  expect(codeOf(() => after(opened(), ...toReview, close))).toBe('incidents.not-finished');
  expect(after(opened(), ...toReview, step('review'), close)).toMatchObject({
    state: 'closed',
    closedAt: 9000,
  });
});

test('a closed incident takes notes and facts, and nothing else', () => {
  const closed = after(opened(), ...toReview, step('review'), { type: 'close', at: 3, by: 'Siti', note: '' });
  const refused: IncidentChange[] = [
    { type: 'acknowledge', at: 4, by: 'x' },
    step('review'),
    { type: 'close', at: 4, by: 'x', note: '' },
    { type: 'severity', at: 4, by: 'x', severity: 'P1', reason: 'y', respondWithinMs: 1 },
  ];
  for (const change of refused) expect(codeOf(() => after(closed, change))).toBe('incidents.closed');
  expect(changeIncident(closed, { type: 'note', at: 4, by: 'x', text: 'PS' }).entries).toHaveLength(1);
});

test('containing never resolves: stopping the container leaves the incident open and its step due', () => {
  const command = {
    command: 'docker stop abc',
    startedAt: 1500,
    durationMs: 12.4,
    ok: true,
    output: 'abc\n',
  };
  const { incident, entries } = changeIncident(after(opened(), step('assess')), {
    type: 'commands',
    at: 1600,
    by: 'Siti',
    commands: [command, { ...command, command: 'docker start abc', ok: false, output: '' }],
  });
  expect(incident).toMatchObject({ state: 'open', step: 'contain', recoveredAt: null });
  expect(entries.map((entry) => [entry.kind, entry.step, entry.text])).toEqual([
    ['action', 'contain', '$ docker stop abc\nok · 12 ms\nabc'],
    ['action', 'contain', '$ docker start abc\nfailed · 12 ms'],
  ]);
});

test('recovery is recorded once and never closes', () => {
  const recovered = after(opened(), { type: 'recovered', at: 5000, reason: 'healthy' });
  expect(recovered).toMatchObject({ state: 'open', recoveredAt: 5000 });
  expect(changeIncident(recovered, { type: 'recovered', at: 6000, reason: 'healthy' })).toEqual({
    incident: recovered,
    entries: [],
  });
});

test('a cause that fails again takes the recovery back', () => {
  const recovered = after(opened(), { type: 'recovered', at: 5000, reason: '' });
  const { incident, entries } = changeIncident(recovered, {
    type: 'alert',
    at: 6000,
    reason: 'refused',
    suggested: 'P3',
    respondWithinMs: hour,
  });
  expect(incident.recoveredAt).toBeNull();
  expect(entries[0]?.event).toBe('relapsed');
});

test('a worse suggestion raises the severity until a person has assessed it', () => {
  const worse: IncidentChange = {
    type: 'alert',
    at: 3000,
    reason: '',
    suggested: 'P1',
    respondWithinMs: 500,
  };
  expect(after(opened('P3'), worse)).toMatchObject({ severity: 'P1', respondBy: 1500 });
  expect(after(opened('P3'), step('assess'), worse).severity).toBe('P3');
  expect(after(opened('P1'), { ...worse, suggested: 'P3' }).severity).toBe('P1');
});

test.each([
  ['in time', hour, false],
  ['late', hour + 1001, true],
])(
  'any act of a person answers the incident; %s it is breached or not by the clock that ran then',
  (_name, at, breached) => {
    const note = after(opened(), { type: 'note', at, by: 'Siti', text: 'looking' });
    expect(note).toMatchObject({ acknowledgedAt: at, breached });
    const raised: IncidentChange = {
      type: 'severity',
      at: at + 1,
      by: 'Siti',
      severity: 'P1',
      reason: 'x',
      respondWithinMs: 1,
    };
    expect(after(note, raised).breached).toBe(breached);
  },
);

test('what a person or a check wrote is redacted before the journal keeps it for ever', () => {
  const { entries } = changeIncident(opened(), {
    type: 'note',
    at: 1,
    by: 'Siti',
    text: 'NIK 3174051203900001',
  });
  expect(entries[0]?.text).toBe('NIK [NIK]');
});
