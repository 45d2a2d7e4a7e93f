import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorText } from '../../../shared/errors.ts';
import { explainLocalFailure } from './local-docker-error.ts';

const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });

async function explain(groupName: string) {
  const dir = await mkdtemp(join(tmpdir(), 'group-'));
  const socket = join(dir, 'docker.sock');
  await writeFile(socket, '');
  await writeFile(join(dir, 'group'), `other:x:98765:\n${groupName}:x:${process.getgid?.() ?? 0}:\n`);
  const error = await explainLocalFailure(denied, socket, 'siti', join(dir, 'group'));
  await rm(dir, { recursive: true });
  return error;
}

test('no permission on the socket names the group to join', async () => {
  const error = await explain('docker');
  expect(error).toMatchObject({ code: 'hosts.docker-permission', params: { group: 'docker', user: 'siti' } });
  expect(error.hint).toContain('docker');
});

test.each(['docker', 'root', 'wheel'])(
  'a socket of the group %s never leads to running as root',
  async (group) => {
    const error = await explain(group);
    for (const language of ['en', 'id'] as const) {
      const { message, hint } = errorText(error.toShape(), language);
      expect(`${message} ${hint}`).not.toMatch(/\b(root|sudo|wheel|administrator)\b/i);
    }
  },
);

test('a missing socket and an engine that is stopped are told apart', async () => {
  const missing = Object.assign(new Error('x'), { code: 'ENOENT' });
  const stopped = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  expect((await explainLocalFailure(missing, '/s', 'u')).code).toBe('hosts.docker-missing');
  expect((await explainLocalFailure(stopped, '/s', 'u')).code).toBe('hosts.docker-not-running');
});
