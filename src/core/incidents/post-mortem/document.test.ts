import { expect, test } from 'vitest';
import { type Incident, incidentSteps, type TimelineEntry } from '../../../shared/domain/incident.ts';
import type { PostMortem } from '../../../shared/domain/post-mortem.ts';
import { openIncident } from '../open-incident.ts';
import { composeDocument } from './compose-document.ts';
import { incidentFigures } from './incident-figures.ts';
import { writeMarkdown } from './write-markdown.ts';
import { writePage } from './write-page.ts';

const at = Date.UTC(2026, 10, 20, 22, 0);
const minute = 60_000;
const opening = {
  title: 'Keuangan is down',
  severity: 'P2',
  hostId: 'rt-04',
  serviceId: 'keuangan-service',
  openedBy: 'check',
  cause: 'rt-04/keuangan-service',
  at,
  by: 'Ronda',
  note: 'refused',
  respondWithinMs: 240 * minute,
} as const;
const incident: Incident = {
  ...openIncident(opening, 12).incident,
  acknowledgedAt: at + 5 * minute,
  recoveredAt: at + 95 * minute,
};
const entry = (text: string): TimelineEntry => ({
  seq: 1,
  incidentId: incident.id,
  at,
  kind: 'action',
  event: 'command',
  step: 'deploy',
  author: 'Siti',
  text,
  hash: 'x',
});
const postMortem: PostMortem = {
  incidentId: incident.id,
  impact: 'Dues could not be booked.',
  rootCause: '',
  wentWell: '',
  wentBadly: '',
  followUps: [{ id: 'a', text: 'Raise the memory limit', owner: 'Budi', due: '2026-11-30', doneAt: null }],
  savedAt: at,
};
const compose = (text = '$ docker restart x', change: Partial<PostMortem> = {}, isIntact = true) =>
  composeDocument(
    { incident, entries: [entry(text)], postMortem: { ...postMortem, ...change }, isIntact },
    'id',
    'Asia/Jakarta',
  );

test('a post-mortem holds severity, times, duration, what people wrote, the actions and the timeline', () => {
  const markdown = writeMarkdown(compose());
  for (const part of [
    '# Post-mortem #12: Keuangan is down',
    'P2 (Tinggi)',
    '1 jam 35 menit',
    'rantai hash utuh',
    'Dues could not be booked.',
    '| Raise the memory limit | Budi | 2026-11-30 |',
    'Belum ditulis.',
    '$ docker restart x',
    // 22:00 UTC is the next morning in Jakarta.
    '21 Nov 2026',
  ])
    expect(markdown).toContain(part);
  expect(
    markdown.match(/^\| (Deteksi|Nilai|Penilaian|Isolasi|Perbaikan|Perbaiki|Uji|Pengujian|Deploy|Tinjauan)/gm)
      ?.length,
  ).toBeGreaterThan(3);
  for (const step of incidentSteps) expect(incident.steps[step]).toBeDefined();
});

test('a journal that was changed from outside is said in the document', () => {
  expect(writeMarkdown(compose('x', {}, false))).toContain('DIUBAH DARI LUAR');
});

test.each([
  '<img src=x onerror=alert(1)>',
  '| a | b |\n# heading',
  '[x](javascript:alert(1))',
  '</td></tr></table><script>alert(1)</script>',
  '`code` **bold** ~~gone~~ &lt;',
  '- list\n1. other\n---',
])('what a log line or a person wrote stays text: %j', (hostile) => {
  const report = compose(hostile, { impact: hostile });
  const page = writePage(report);
  expect(page).not.toContain('<img');
  expect(page).not.toContain('<script');
  expect(page.match(/<table>/g)).toHaveLength(3);
  expect(page).toContain("default-src 'none'");
  const markdown = writeMarkdown(report);
  expect(markdown).not.toMatch(/(^|[^\\])<(?!br>)/);
  expect(markdown.match(/^# /gm)).toHaveLength(1);
  // Every row of the timeline has its four cells, whatever is in them.
  const row = markdown.split('\n').find((line) => line.includes('Siti')) ?? '';
  expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5);
});

test('figures are means by month and severity, and leave out what has not happened yet', () => {
  const other = (change: Partial<Incident>): Incident => ({ ...incident, ...change });
  const figures = incidentFigures([
    incident,
    other({
      startedAt: at - 30_000,
      acknowledgedAt: at + 15 * minute,
      recoveredAt: null,
      closedAt: null,
      breached: true,
    }),
    other({ severity: 'P1', openedAt: at - 40 * 86_400_000, acknowledgedAt: null }),
  ]);
  expect(figures).toEqual([
    {
      month: '2026-11',
      severity: 'P2',
      count: 2,
      breached: 1,
      detectMs: 30_000,
      acknowledgeMs: 10 * minute,
      resolveMs: 95 * minute,
    },
    expect.objectContaining({ month: '2026-10', severity: 'P1', count: 1, acknowledgeMs: null }),
  ]);
});
