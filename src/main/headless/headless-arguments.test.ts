import { expect, test } from 'vitest';
import { headlessArguments } from './headless-arguments.ts';

test('everything after `-- cli` belongs to the command, options that look like Chromium’s too', () => {
  const argv = [
    '/opt/ronda/ronda-console',
    '--ozone-platform=headless',
    '--',
    'cli',
    'check',
    '--json',
    '--',
  ];
  expect(headlessArguments(argv)).toEqual(['check', '--json', '--']);
});

test('a start of the window is not taken for a command', () => {
  expect(headlessArguments(['ronda-console'])).toBeUndefined();
  expect(headlessArguments(['ronda-console', 'cli', 'check'])).toBeUndefined();
  expect(headlessArguments(['electron', '/app', '--home', '/tmp/home'])).toBeUndefined();
  expect(headlessArguments(['ronda-console', '--', 'check'])).toBeUndefined();
});
