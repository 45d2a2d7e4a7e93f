import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  Archive,
  ArchivePlan,
  ArchiveRestoreResult,
  ArchiveSource,
} from '../../src/shared/domain/archive.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { type Sshd, startSshd } from '../testbed/sshd.ts';
import { type Stack, startStack } from '../testbed/stack.ts';
import { profileForStack } from '../testbed/stack-profile.ts';
import { rondaCommand } from './ronda-process.ts';

const dir = mkdtempSync('/tmp/ronda-acl-');
const userHome = join(dir, 'person');
const user = `ronda-t${process.pid}`;
const ronda = rondaCommand(join(dir, 'home'), userHome);
let sshd: Sshd;
let engine: Engine;
let stack: Stack;

beforeAll(async () => {
  mkdirSync(userHome);
  const group = `${user}-g`;
  sshd = await startSshd({ dir: join(dir, 'sshd'), user, group, password: 'pos ronda 04' });
  engine = await startEngine({ dir: join(dir, 'e'), group });
  stack = await startStack({ engine, dir: join(dir, 'logs'), healthInterval: '2s' });
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  await engine?.stop({ removeData: true });
  await sshd?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const inSurat = async (script: string): Promise<string> =>
  (await stack.exec('surat-service', ['sh', '-c', script])).stdout;
const look = (): Promise<string> =>
  inSurat(
    'cd /app/data/uploads; find . | sort | while read -r n; do stat -c "%n %F %u:%g %a" "$n"; done; cat ktp.jpg',
  );

test('over SSH, from the command line: a volume is archived, shown in a dry run, put back, and the service is well', {
  timeout: 300_000,
}, async () => {
  const profileFile = join(dir, 'profile.yaml');
  writeFileSync(profileFile, await profileForStack({ ports: stack.ports, retryAfter: '1s' }));
  await ronda.json(0, ['profile', 'import', profileFile]);
  await ronda.json(0, [
    ...['host', 'add', 'RT 04', '--ssh', `${sshd.user}@${sshd.host}:${sshd.port}`],
    ...['--socket', engine.socketPath, '--key', sshd.identityFile, '--accept-host-key', sshd.fingerprint],
  ]);
  await inSurat(
    'mkdir /app/data/uploads; cd /app/data/uploads; echo wajah > ktp.jpg; chmod 640 ktp.jpg; chmod 2750 .',
  );
  const before = await look();

  const { sources } = await ronda.json<{ sources: ArchiveSource[] }>(0, ['archive', 'sources']);
  const of = (id: string) => sources.find(({ serviceId }) => serviceId === id);
  expect(of('surat-service')).toMatchObject({ kind: 'volume', mountPath: '/app/data', databases: [] });
  expect(of('warga-service')).toMatchObject({ databases: ['/app/data/warga.db'] });
  const { archive } = await ronda.json<{ archive: Archive }>(0, ['archive', 'take', 'surat-service']);
  expect(archive.verification).toBe('verified');
  await inSurat('cd /app/data/uploads; echo lain > ktp.jpg; chmod 777 ktp.jpg .; touch tambahan');

  const { plan } = await ronda.json<{ plan: ArchivePlan }>(0, [
    ...['archive', 'restore', archive.id, '--dry-run'],
  ]);
  expect(plan.commands.join('\n')).toContain('docker stop');
  expect(await look()).not.toBe(before);
  const { result } = await ronda.json<{ result: ArchiveRestoreResult }>(0, [
    ...['archive', 'restore', archive.id, '--yes', '--reason', 'uji'],
  ]);
  expect(result).toMatchObject({ outcome: 'restored', reason: '' });
  expect(await look()).toBe(before);
  await stack.waitHealthy(['surat-service']);

  const { archives } = await ronda.json<{ archives: Archive[] }>(0, ['archive', 'list']);
  expect(archives.map(({ reason }) => reason)).toEqual(['safety', 'manual']);
  // The databases' own list does not know of any of it.
  expect(await ronda.json(0, ['backup', 'list'])).toEqual({ backups: [] });
  await ronda.json(0, ['archive', 'verify', result.safetyArchiveId]);
});
