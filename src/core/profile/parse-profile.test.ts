import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorText, RondaError } from '../../shared/errors.ts';
import { cpuTimeOf } from '../platform/cpu-time.ts';
import { maxProfileBytes, parseProfile } from './parse-profile.ts';

const builtIn = readFileSync(
  new URL('../../../resources/profiles/prisma-rt04.yaml', import.meta.url),
  'utf8',
);

function refusal(text: string): RondaError {
  try {
    parseProfile(text, 'rt.yaml');
  } catch (error) {
    if (error instanceof RondaError) return error;
    throw error;
  }
  throw new Error('the profile was taken');
}

/** The line of the built-in profile, from 1, that holds this text first. */
function lineOf(text: string): number {
  return builtIn.slice(0, builtIn.indexOf(text)).split('\n').length;
}

test('the manual of RT 04 is complete', () => {
  const profile = parseProfile(builtIn, 'prisma-rt04.yaml');
  expect(profile.services.map(({ id, port }) => [id, port])).toEqual([
    ['gateway', 4000],
    ['warga-service', 4001],
    ['keuangan-service', 4002],
    ['keamanan-service', 4003],
    ['surat-service', 4004],
    ['ai-service', 4005],
    ['ollama', 11_434],
    ['frontend', 3000],
    ['telegram-bot', undefined],
  ]);
  for (const service of profile.services.filter(({ runsAs }) => runsAs === 'container')) {
    expect(service.checks.map(({ kind, every }) => [kind, every])).toEqual([
      ['http', 60_000],
      ['docker', 60_000],
    ]);
  }
  const bot = profile.services.find(({ id }) => id === 'telegram-bot');
  expect(bot?.checks.map(({ kind, every }) => [kind, every])).toEqual([
    ['pm2', 300_000],
    ['telegram-bot', 300_000],
  ]);
  expect(bot?.alerts).toEqual(['desktop', 'webhook']);
  const checks = profile.services.flatMap((service) => service.checks);
  expect(checks.every(({ retryAfter, failures }) => retryAfter === 20_000 && failures === 2)).toBe(true);
  expect(profile.services.flatMap((service) => service.databases)).toEqual([
    { id: 'warga', engine: 'sqlite', path: '/app/data/warga.db', volume: 'warga-data' },
    { id: 'keamanan', engine: 'sqlite', path: '/app/data/keamanan.db', volume: 'keamanan-data' },
  ]);
  const hour = 3_600_000;
  expect(Object.values(profile.incidents.severities).map((severity) => severity.respondWithin)).toEqual([
    hour,
    4 * hour,
    24 * hour,
    168 * hour,
  ]);
  expect(profile.incidents.procedure.map(({ step }) => step).join(' ')).toBe(
    'detect assess contain fix test deploy review',
  );
  const every = (period: string) => profile.maintenance.filter((task) => task.every === period).length;
  expect([every('week'), every('month'), every('quarter')]).toEqual([4, 4, 4]);
  expect([profile.monitoring.length, profile.logs.length, profile.backups.length]).toEqual([4, 4, 6]);
});

test.each(['0', '70000', '22x', '1.5', '-1'])('port %s is refused on that field', (port) => {
  const { code, params } = refusal(builtIn.replace('port: 4000', `port: ${port}`));
  expect(code).toBe('profile.invalid');
  expect(params).toMatchObject({
    file: 'rt.yaml',
    line: lineOf('port: 4000'),
    column: 11,
    key: 'services[0].port',
    problem: 'a whole number from 1 to 65535',
  });
});

test.each([
  ['an unknown key', 'mian: true', 'services[0].mian'],
  ['__proto__', '__proto__: { admin: true }', '__proto__'],
  ['a quoted __proto__', '"__proto__": { admin: true }', '__proto__'],
  ['constructor', 'constructor: 1', 'constructor'],
  ['a repeated key', 'port: 4010', 'port'],
  ['a merge key', '<<: { main: true }', 'services[0].<<'],
])('%s is refused with its line and key', (_name, line, key) => {
  const { code, params } = refusal(builtIn.replace('    main: true\n', `    ${line}\n`));
  expect(code).toBe('profile.invalid');
  expect(params).toMatchObject({ line: lineOf('    main: true\n'), column: 5, key });
});

test('a missing key is reported at the entry it is missing from', () => {
  const { params } = refusal(builtIn.replace('    runsAs: container\n', ''));
  expect(params).toMatchObject({ key: 'services[0].runsAs', line: lineOf('- id: gateway') });
});

test('an id that is there twice is refused at the second one', () => {
  const { params } = refusal(builtIn.replace('id: warga-service', 'id: gateway'));
  expect(params).toMatchObject({ key: 'services[1].id', line: lineOf('- id: warga-service') });
});

test('an alias bomb is refused, and soon', () => {
  const levels = Array.from({ length: 20 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(10)}]`);
  const read = () => expect(refusal(`l0: &l0 x\n${levels.join('\n')}\n`).params.problem).toMatch(/aliases/);
  expect(cpuTimeOf(read)).toBeLessThan(2000);
});

test.each([
  ['larger than 2 MB', `# ${'x'.repeat(maxProfileBytes)}`, /larger than 2 MB/],
  ['nested without end', '['.repeat(200_000), /YAML|cannot be read/],
  ['cut off in the middle', builtIn.slice(0, 700), /./],
  ['of several documents', 'schema: 1\n---\nschema: 1\n', /multiple documents/],
  ['with a tag of its own', builtIn.replace('id: gateway', 'id: !exec gateway'), /tag/],
  ['empty', '', /./],
])('a file %s is refused', (_name, text, problem) => {
  const error = refusal(text);
  expect(error.code).toBe('profile.invalid');
  expect(error.params.problem).toMatch(problem);
  expect(error.params.line).toBeGreaterThanOrEqual(1);
});

test('a refusal reads in the language of the admin', () => {
  const shape = refusal(builtIn.replace('main: true', 'mian: true')).toShape();
  expect(errorText(shape, 'en').message).toBe(
    `rt.yaml, line ${lineOf('main: true')}, column 5: services[0].mian: unknown key`,
  );
  expect(errorText(shape, 'id').message).toContain('kunci tidak dikenal');
});

const withQuery = (query: string): string =>
  builtIn.replace(
    '# restoreTest: { query: SELECT count(*) FROM residents, atLeast: 1 }',
    `restoreTest: { query: ${JSON.stringify(query)} }`,
  );

test.each([
  'SELECT count(*) FROM residents;',
  "select count(*) from residents where name <> ';' -- ; only a remark",
  'SELECT /* ; */ count(*) FROM "resi;dents"',
])('a restore test may ask %s', (query) => {
  const profile = parseProfile(withQuery(query), 'rt.yaml');
  expect(profile.services.flatMap(({ databases }) => databases)[0]?.restoreTest?.query).toBe(query);
});

test.each([
  'DELETE FROM residents',
  'SELECT 1; DELETE FROM residents',
  "SELECT ';' ; DROP TABLE residents",
  'PRAGMA writable_schema = 1',
  "ATTACH 'x' AS y",
  "SELECT 'unclosed",
  'SELECT 1 /* unclosed',
  'SELECTED',
  '-- SELECT 1',
])('a restore test may not ask %s, and the line is named', (query) => {
  const error = refusal(withQuery(query));
  expect(error.code).toBe('profile.invalid');
  expect(error.params).toMatchObject({
    line: lineOf('restoreTest:'),
    problem: 'one SELECT statement, which gives one number',
    problemId: 'satu perintah SELECT yang menghasilkan satu angka',
  });
});
