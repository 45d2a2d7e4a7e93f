import { expect, test } from 'vitest';
import type { FoundProject, FoundService } from '../../shared/domain/found-project.ts';
import { generateProfile } from './generate-profile.ts';
import { parseProfile } from './parse-profile.ts';

const service = (name: string, more: Partial<FoundService> = {}): FoundService => ({
  service: name,
  containers: 1,
  running: 1,
  image: 'app:1',
  hasHealthcheck: false,
  ports: [],
  healthPath: null,
  ...more,
});
const project = (name: string, ...services: FoundService[]): FoundProject => ({
  project: name,
  composeFile: `/opt/${name}/compose.yaml`,
  services,
});
const generate = (...projects: FoundProject[]) => {
  const { profileId, yaml } = generateProfile('Toko Bu Siti', projects, []);
  return { profileId, yaml, profile: parseProfile(yaml, 'generated.yaml') };
};

test('what runs becomes a manual that is valid and watches each container and port', () => {
  const { profileId, profile, yaml } = generate(
    project(
      'toko',
      service('web', { ports: [8080, 8443], healthPath: '/health' }),
      service('db', { ports: [5432] }),
    ),
  );
  expect(profileId).toBe('toko-bu-siti');
  expect(profile.compose).toEqual({ project: 'toko', file: '/opt/toko/compose.yaml' });
  expect(
    profile.services.map(({ id, port, checks }) => ({ id, port, checks: checks.map(({ kind }) => kind) })),
  ).toEqual([
    { id: 'web', port: 8080, checks: ['http', 'docker'] },
    { id: 'db', port: 5432, checks: ['tcp', 'docker'] },
  ]);
  expect(yaml).toContain('url: http://127.0.0.1:8080/health');
  expect(profile.incidents.procedure).toHaveLength(7);
});

test('several projects make one manual for all of them, each service once', () => {
  const { profile } = generate(project('a', service('web'), service('db')), project('b', service('web')));
  expect(profile.compose).toEqual({});
  expect(profile.services.map(({ id }) => id)).toEqual(['web', 'db']);
});

test('names that are no ids keep the name their containers carry', () => {
  const { profile } = generate(project('a', service('Web_1'), service('web-1'), service('Web 1')));
  expect(profile.services.map(({ id, compose }) => [id, compose])).toEqual([
    ['web-1', 'Web_1'],
    ['web-1-2', 'web-1'],
    ['web-1-3', 'Web 1'],
  ]);
});

test.each([
  '<img src=x onerror=alert(1)>',
  '../../etc/passwd',
  '- !!js/function x',
  '&a *a',
  'x'.repeat(255),
  '#: "',
])('a service named %j does no harm', (name) => {
  const { profile } = generate(project(name, service(name)));
  expect(profile.services[0]?.name).toBe(name);
  expect(profile.services[0]?.id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
});

test('a manual that is there is not replaced', () => {
  const ids = ['toko', 'toko-2'];
  expect(generateProfile('Toko', [project('a', service('web'))], ids).profileId).toBe('toko-3');
});

test('a server with more services than a manual may have gets a manual all the same', () => {
  const many = Array.from({ length: 700 }, (_, index) => service(`service-${index}`));
  expect(generate(project('a', ...many)).profile.services).toHaveLength(500);
});
