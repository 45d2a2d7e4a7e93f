import { expect, test } from 'vitest';
import { contract } from '../../../shared/contract.ts';
import { RondaError } from '../../../shared/errors.ts';
import { parseDataRemote } from './data-remote.ts';

test.each([
  'https://github.com/rt04/data.git',
  'https://git.example:8443/rt04/data',
  'ssh://git@192.0.2.7:2222/srv/data.git',
  'ssh://[2001:db8::7]/srv/data.git',
  'git@github.com:rt04/data.git',
  'admin_1@nas.local:/volume1/data.git',
])('a remote may be %s', (url) => {
  expect(parseDataRemote(` ${url}\n`)).toBe(url);
});

test.each([
  '',
  '-oProxyCommand=touch /x',
  '--upload-pack=x',
  'ext::sh -c x',
  'ext::x',
  'file:///srv/data.git',
  '/srv/data.git',
  '../data.git',
  'C:\\data',
  'http://github.com/rt04/data.git',
  'git://github.com/rt04/data.git',
  'https://budi:rahasia@github.com/rt04/data.git',
  'https://ghp_0123456789@github.com/rt04/data.git',
  'ssh://git:rahasia@host/data.git',
  'ssh://-oProxyCommand=x/data.git',
  'ssh://-x@host/data.git',
  'ssh://%2dx@host/data.git',
  'https://-x/data.git',
  'https://host',
  'https://host/data.git?x=1',
  'git@-oProxyCommand=x:data.git',
  '-x@host:data.git',
  'git@host:-x',
  'git@host::data.git',
  'git@host:',
  'git@host:a b',
  'host:data.git',
  `https://host/${'x'.repeat(600)}`,
])('a remote is never %s', (url) => {
  expect(() => parseDataRemote(url)).toThrow(RondaError);
});

test('a remote cannot be set as a mere setting, past its confirmation', () => {
  const dataRemotes = { rt04: 'git@github.com:rt04/data.git' };
  const { input } = contract['app.update-settings'];
  expect(input.safeParse({ language: 'en' }).success).toBe(true);
  expect(input.safeParse({ dataRemotes }).success).toBe(false);
});
