import { expect, test } from 'vitest';
import { requestedLanguage, sayIn } from './messages.ts';

test.each([
  [['check', '--lang', 'id'], { LANG: 'en_US.UTF-8' }, 'id'],
  [['check', '--lang=en'], { LANG: 'id_ID.UTF-8' }, 'en'],
  [['check'], { LANG: 'id_ID.UTF-8' }, 'id'],
  [['check'], { LC_ALL: 'en_GB', LANG: 'id_ID.UTF-8' }, 'en'],
  [['check'], { LANG: 'C.UTF-8' }, null],
  [['check'], {}, null],
])('%j with %j speaks %s', (argv, env, language) => {
  expect(requestedLanguage(argv, env)).toBe(language);
});

test('texts are filled in, in both languages', () => {
  expect(sayIn('en')('host.removed', { name: 'pos' })).toContain('pos');
  expect(sayIn('id')('host.removed', { name: 'pos' })).toContain('pos');
  expect(sayIn('id')('host.removed', { name: 'pos' })).not.toBe(sayIn('en')('host.removed', { name: 'pos' }));
});
