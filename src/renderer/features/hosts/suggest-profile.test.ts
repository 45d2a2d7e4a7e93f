import { expect, test } from 'vitest';
import type { FoundProject } from '../../../shared/domain/found-project.ts';
import type { Profile, ServiceSpec } from '../../../shared/domain/profile.ts';
import { suggestProfile } from './suggest-profile.ts';

const found = (...names: string[]): FoundProject[] => [
  {
    project: 'p',
    composeFile: null,
    services: names.map((service) => ({
      service,
      containers: 1,
      running: 1,
      image: '',
      hasHealthcheck: false,
      ports: [],
      healthPath: null,
    })),
  },
];
const service = (id: string, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
  id,
  name: id,
  runsAs: 'container',
  main: false,
  checks: [],
  databases: [],
  alerts: [],
  ...more,
});
const profile = (id: string, ...services: ServiceSpec[]) => ({ id, services }) as Profile;

test('the manual that fits most of what runs is suggested', () => {
  const half = profile('half', service('web'), service('db'), service('mail'), service('cron'));
  const whole = profile('whole', service('web'), service('base', { compose: 'db' }));
  expect(suggestProfile([half, whole], found('web', 'db'))).toBe('whole');
  expect(suggestProfile([half], found('web', 'db'))).toBe('half');
});

test('a manual of which less than half is there is not suggested, nor one without containers', () => {
  const other = profile('other', service('web'), service('db'), service('mail'));
  const site = profile('site', service('web', { runsAs: 'site' }));
  expect(suggestProfile([other, site], found('web'))).toBeNull();
  expect(suggestProfile([other], [])).toBeNull();
});
