import { expect, test } from 'vitest';
import { isServerFilePath, KeptFile, ServiceSpec } from './profile.ts';

test.each(['/etc/nginx/nginx.conf', '~/.pm2/dump.pm2', '/srv/with space/$(id).json', "/opt/it's.yaml"])(
  'the manual may name %s',
  (path) => expect(isServerFilePath(path)).toBe(true),
);

test.each([
  'etc/passwd',
  '~root/.ssh/id_ed25519',
  '~',
  '/',
  '/srv/',
  '/srv//x',
  '/srv/../etc/shadow',
  '~/../other/.pm2/dump.pm2',
  '/srv/./x',
  '/proc/self/environ',
  '/var/run/docker.sock',
  '/dev/sda',
  '/srv/x\n/etc/shadow',
  '/srv/\u001b[2Jx',
  '/srv/\u202ecod.exe',
  `/${'x'.repeat(400)}`,
])('%j is refused', (path) => {
  expect(KeptFile.safeParse({ path }).success).toBe(false);
});

test('a command is one line, and their number is bounded', () => {
  const path = '/srv/x';
  expect(KeptFile.safeParse({ path, before: 'pm2 stop bot', after: 'pm2 start bot' }).success).toBe(true);
  expect(KeptFile.safeParse({ path, after: 'true\nrm -rf /' }).success).toBe(false);
  expect(KeptFile.safeParse({ path, run: 'true' }).success).toBe(false);
  const files = Array.from({ length: 51 }, (_, index) => ({ path: `/srv/${index}` }));
  const service = { id: 'bot', name: 'Bot', runsAs: 'process', files };
  expect(ServiceSpec.safeParse(service).success).toBe(false);
});
