import { expect, test } from 'vitest';
import { systemAgent } from './system-agent.ts';

const nobody = (): readonly string[] => ['lsass', 'docker_engine'];

test('SSH_AUTH_SOCK is the agent on every system', () => {
  const env = { SSH_AUTH_SOCK: '/run/agent.sock' };
  expect(systemAgent(env, 'linux', nobody)).toBe('/run/agent.sock');
  expect(systemAgent(env, 'win32', () => ['openssh-ssh-agent'])).toBe('/run/agent.sock');
});

test('without it there is none but on Windows', () => {
  expect(systemAgent({}, 'linux', () => ['openssh-ssh-agent'])).toBeNull();
  expect(systemAgent({}, 'darwin', nobody)).toBeNull();
});

test('on Windows it is the pipe of OpenSSH, or else that of Pageant', () => {
  const pageant = 'pageant.sari.0123456789abcdef';
  expect(systemAgent({}, 'win32', () => [pageant, 'openssh-ssh-agent'])).toBe(
    '\\\\.\\pipe\\openssh-ssh-agent',
  );
  expect(systemAgent({}, 'win32', () => ['lsass', pageant])).toBe(`\\\\.\\pipe\\${pageant}`);
});

test('where neither runs, the pipe of OpenSSH is named, so that the error says what is missing', () => {
  expect(systemAgent({}, 'win32', nobody)).toBe('\\\\.\\pipe\\openssh-ssh-agent');
});
