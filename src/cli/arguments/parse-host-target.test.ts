import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { sayIn } from '../i18n/messages.ts';
import { type HostAddOptions, parseHostTarget, parseSshAddress } from './parse-host-target.ts';

const say = sayIn('en');
const address = (text: string) => parseSshAddress(say, text);
const target = (options: HostAddOptions) => parseHostTarget(say, options);

test.each([
  ['budi@pos.rt04.id', { user: 'budi', address: 'pos.rt04.id', port: 22 }],
  ['budi@10.0.0.4:2222', { user: 'budi', address: '10.0.0.4', port: 2222 }],
  ['budi@[fe80::1]:2222', { user: 'budi', address: 'fe80::1', port: 2222 }],
  ['budi@[fe80::1]', { user: 'budi', address: 'fe80::1', port: 22 }],
  ['budi@fe80::1', { user: 'budi', address: 'fe80::1', port: 22 }],
])('%s is read as it is meant', (text, parts) => {
  expect(address(text)).toEqual(parts);
});

test.each(['pos.rt04.id', '@pos', 'budi@', 'budi@pos:22x', 'budi@pos:', 'budi@pos:0x16', 'budi@[pos'])(
  '%s is refused as an address',
  (text) => {
    expect(() => address(text)).toThrow(expect.objectContaining({ code: 'cli.usage' }));
  },
);

test.each([
  ['port 0', 'budi@pos:0'],
  ['port 70000', 'budi@pos:70000'],
  ['an option as a host name', 'budi@-oProxyCommand=x'],
  ['an option as a user', '-oProxyCommand=x@pos'],
  ['a line break', 'budi@pos\nevil'],
  ['a NUL', 'budi@pos\0'],
])('%s is a usage error that names the field', (_what, ssh) => {
  expect(() => target({ ssh })).toThrow(
    expect.objectContaining({
      code: 'cli.usage',
      message: expect.stringMatching(/^(port|address|user): |form/),
    }),
  );
});

test('a key file becomes an absolute path, ~ included', () => {
  expect(target({ ssh: 'budi@pos', key: '~/.ssh/id' })).toMatchObject({
    auth: { method: 'key', file: `${homedir()}/.ssh/id` },
  });
});

test('the agent is the default, and only one way to log in can be chosen', () => {
  expect(target({ ssh: 'budi@pos' })).toMatchObject({ auth: { method: 'agent' } });
  expect(() => target({ ssh: 'budi@pos', agent: true, password: true })).toThrow('one of');
});

test('a host is local or remote, never both or neither', () => {
  expect(target({ local: true, socket: '/run/d.sock' })).toEqual({
    kind: 'local',
    socketPath: '/run/d.sock',
  });
  expect(() => target({})).toThrow('--local');
  expect(() => target({ local: true, ssh: 'a@b' })).toThrow('--local');
  expect(() => target({ local: true, password: true })).toThrow('--ssh');
});

test('a TCP port takes the port of TLS by itself, and its certificates by an absolute path', () => {
  expect(target({ tcp: 'docker.rt04.id', certificates: '~/certs' })).toEqual({
    kind: 'tcp',
    address: 'docker.rt04.id',
    port: 2376,
    certificates: `${homedir()}/certs`,
  });
  expect(target({ tcp: '[fd00::4]:2377' })).toEqual({ kind: 'tcp', address: '[fd00::4]', port: 2377 });
});

test.each<[string, HostAddOptions]>([
  ['two places', { tcp: 'a', ssh: 'b@c' }],
  ['certificates for SSH', { ssh: 'b@c', certificates: '/x' }],
  ['a socket for TCP', { tcp: 'a', socket: '/x' }],
  ['a port that is none', { tcp: 'a:0' }],
  ['an option as a host name', { tcp: '-x' }],
])('%s is a usage error', (_what, options) => {
  expect(() => target(options)).toThrow(expect.objectContaining({ code: 'cli.usage' }));
});
