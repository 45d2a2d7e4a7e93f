import { expect, test } from 'vitest';
import { parseReport } from './read-copies.ts';

const facts = (more = ''): string =>
  `at\t5\nsha256\t${'a'.repeat(64)}\nbytes\t4096\npath\t/app/data/warga.db\n${more}\n`;
const copy = 'copy\tcopies/warga-service/warga/2026-11-23T02-17-00Z.facts\n';

test('what a server lists is read: its clock, its last run, its problems, its copies with the newest first', () => {
  const report = parseReport(
    `now\t100\nlast\t90\t4\nproblem\twarga-service/warga\tthe disk is full\n${copy}${facts()}\n${copy.replace('23T', '24T')}${facts()}\n`,
  );
  expect(report).toMatchObject({
    serverNow: 100,
    lastRun: { at: 90, seconds: 4 },
    problems: [{ what: 'warga-service/warga', detail: 'the disk is full' }],
  });
  expect(report?.copies.map(({ stamp }) => stamp)).toEqual(['2026-11-24T02-17-00Z', '2026-11-23T02-17-00Z']);
  expect(report?.copies[1]).toMatchObject({ bytes: 4096, takenAt: Date.parse('2026-11-23T02:17:00Z') });
});

test('no folder is no report', () => {
  expect(parseReport('absent\n')).toBeNull();
});

test.each([
  ['a path that leads out', copy.replace('warga/2026', '../2026')],
  ['a name with a quote', copy.replace('warga/', "wa'rga/")],
  ['a month that is none', copy.replace('2026-11', '2026-13')],
  ['a name that is too long', copy.replace('warga/', `${'w'.repeat(200)}/`)],
])('%s is not a copy', (_what, line) => {
  expect(parseReport(`now\t1\n${line}${facts()}\n`)?.copies).toEqual([]);
});

test.each([
  ['no hash', facts().replace(/sha256.*\n/, '')],
  ['a size that is no number', facts().replace('4096', '4e3')],
  ['a relative path', facts().replace('/app', 'app')],
])('a copy with %s is left out', (_what, text) => {
  expect(parseReport(`now\t1\n${copy}${text}\n`)?.copies).toEqual([]);
});

test('a container that is not told whole is no container', () => {
  expect(parseReport(`now\t1\n${copy}${facts('container\tzz')}\n`)?.copies[0]?.container).toBeNull();
});
