import { expect, test } from 'vitest';
import { Id } from '../../shared/domain/status.ts';
import { slugOf } from './slug.ts';

test.each([
  ['Server RT 04', 'server-rt-04'],
  ['  --Café Ünï--  ', 'cafe-uni'],
  ['警備', 'host'],
  ['constructor', 'host'],
  ['__proto__', 'proto'],
  [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
])('%j becomes %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(Id.safeParse(slugOf(name)).success).toBe(true);
});
