import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createZstdCompress } from 'node:zlib';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import type { Archive, ArchiveManifest, ArchiveRestoreResult } from '../../../shared/domain/archive.ts';
import { RondaError } from '../../../shared/errors.ts';
import { scanBackupFolder } from '../catalogue/scan-backup-folder.ts';
import { helperLabel } from '../restore/restore-helper.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { type ArchiveConsole, createArchiveConsole } from '../testing/archive-console.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { archiveManifestName } from './archive-paths.ts';
import type { ArchiveRestoreStep } from './archive-restore-journal.ts';
import { inspectArchive } from './inspect-archive.ts';
import { openArchive } from './take-archive.ts';

const signal = new AbortController().signal;
let engine: Engine;
let docker: Docker;
let folder: string;
let service: Docker.Container;
let turn = 0;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-arf-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  turn += 1;
  service = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    name: `files-${turn}`,
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'surat-service' },
    Healthcheck: {
      Test: ['CMD-SHELL', '[ -f /data/state ] && ! grep -q sick /data/state'],
      Interval: 3e8,
      Timeout: 2e9,
      Retries: 3,
    },
    HostConfig: { Binds: [`surat-${turn}:/data`, `${engine.socketPath}:/var/run/docker.sock`] },
    User: '0',
  });
  await service.start();
  await sh(`cd /data; mkdir -p sub/deep; chown 1000:1001 . sub; chmod 2750 .; chmod 700 sub
    head -c 3000000 /dev/urandom > sub/photo.jpg; chown 33:33 sub/photo.jpg; chmod 640 sub/photo.jpg
    echo '{"a":1}' > .hidden.json; echo y > 'a name'; ln -s 'a name' link; echo good > state`);
});
afterEach(async () => {
  await service.remove({ force: true, v: true });
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true });
});

async function sh(script: string): Promise<string> {
  const running = await execInContainer(docker, service.id, { argv: ['sh', '-c', script] }, signal);
  let output = '';
  for await (const chunk of running.stdout) output += chunk.toString();
  expect({ code: await running.exitCode(), stderr: running.stderr() }).toEqual({ code: 0, stderr: '' });
  return output;
}

/** Names, kinds, owners, modes and bytes of everything in the volume. */
const look = (): Promise<string> =>
  sh(
    'cd /data; find . | sort | while read -r n; do stat -c "%n %F %u:%g %a" "$n"; done; find . -type f | sort | while read -r n; do sha256sum "$n"; done; readlink link',
  );
const change = (): Promise<string> =>
  sh('cd /data; rm -r sub; echo other > .hidden.json; echo z > extra; chown 5:5 .; chmod 777 .');

const connected = (): ReturnType<typeof connectTo> =>
  connectTo(engine, new Docker({ socketPath: engine.socketPath }));
const open = (replace: Parameters<typeof createArchiveConsole>[2] = {}): ArchiveConsole =>
  createArchiveConsole(connected().connection, join(folder, `backups-${turn}`), replace);

async function sourceOf({ feature, context }: ArchiveConsole) {
  const { sources } = await feature.handlers['archive.sources']({ hostId: 'rt04' }, context as never);
  expect(sources).toHaveLength(1);
  const [source] = sources;
  if (!source) throw new Error('no source');
  return source;
}
async function take(console: ArchiveConsole, life: AbortSignal = signal): Promise<Archive> {
  const { hostId, serviceId, sourceId } = await sourceOf(console);
  const key = { hostId, serviceId, sourceId };
  return (await console.feature.handlers['archive.take'](key, { ...console.context, signal: life })).archive;
}
async function restore(
  { feature, context }: ArchiveConsole,
  archiveId: string,
): Promise<ArchiveRestoreResult> {
  const { plan } = await feature.handlers['archive.plan-restore']({ archiveId }, context as never);
  const input = { archiveId, planId: plan.planId, reason: '' };
  return (await feature.handlers['archive.restore'](input, context)).result;
}
async function expectNoTraces(): Promise<void> {
  expect(await sh('ls -A /data')).not.toContain('ronda');
  expect(await docker.listContainers({ all: true, filters: { label: [helperLabel] } })).toEqual([]);
}
const started = async (): Promise<string> => (await service.inspect()).State.StartedAt;
const fileOf = (console: ArchiveConsole, archive: Archive): string =>
  join(console.backupFolder, archive.file);

test('a volume is found by looking, taken with its manifest, listed, verified; databases do not see it', async () => {
  const console = open();
  expect(await sourceOf(console)).toMatchObject({
    kind: 'volume',
    name: `surat-${turn}`,
    mountPath: '/data',
  });
  const archive = await take(console);
  expect(archive).toMatchObject({ verification: 'verified', files: 4, reason: 'manual', missing: false });
  const manifest: ArchiveManifest = JSON.parse(
    readFileSync(archiveManifestName(fileOf(console, archive)), 'utf8'),
  );
  expect(manifest).toMatchObject({
    owner: { uid: 1000, gid: 1001, mode: 0o2750 },
    source: { kind: 'volume', name: `surat-${turn}`, mountPath: '/data' },
    container: { name: `files-${turn}` },
  });
  // Another console on the same folder: the list is made from it alone.
  const other = open();
  const listed = await other.feature.handlers['archive.list']({}, other.context as never);
  expect(listed).toEqual({ archives: [archive], unreadable: [] });
  const { archive: again } = await other.feature.handlers['archive.verify'](
    { archiveId: archive.id },
    other.context,
  );
  expect(again.verification).toBe('verified');
  expect(await scanBackupFolder(console.backupFolder)).toEqual({ backups: [], unreadable: [] });
});

test('a restore brings bytes, owners and modes back, and keeps what was there as an archive', async () => {
  const console = open();
  const before = await look();
  const archive = await take(console);
  await change();
  const result = await restore(console, archive.id);
  expect(result).toMatchObject({ outcome: 'restored', reason: '' });
  expect(await look()).toBe(before);
  await expectNoTraces();
  expect((await service.inspect()).State.Health?.Status).toBe('healthy');
  const { archive: safety } = await console.feature.catalogue.locate(result.safetyArchiveId);
  expect(safety).toMatchObject({ reason: 'safety', verification: 'verified' });
  expect(await restore(console, safety.id)).toMatchObject({ outcome: 'restored' });
  expect(await sh('cat /data/extra; stat -c "%u:%g %a" /data')).toBe('z\n5:5 777\n');
});

test('files that the service does not become healthy on are rolled back to exactly what was there', async () => {
  const console = open();
  await sh('echo sick > /data/state');
  const archive = await take(console);
  await sh('echo good > /data/state');
  await change();
  const before = await look();
  const result = await restore(console, archive.id);
  expect(result.outcome).toBe('rolled-back');
  expect(result.reason).toContain('unhealthy');
  expect(await look()).toBe(before);
  await expectNoTraces();
});

test('a cancelled taking leaves no file, and a cancelled restore leaves the old files, running', async () => {
  const console = open();
  await sh('head -c 60000000 /dev/urandom > /data/big');
  const life = new AbortController();
  const source = await sourceOf(console);
  const taking = console.feature.handlers['archive.take'](
    { hostId: source.hostId, serviceId: source.serviceId, sourceId: source.sourceId },
    { signal: life.signal, emit: async ({ phase }) => (phase === 'copy' ? life.abort() : undefined) },
  );
  await expect(taking).rejects.toMatchObject({ code: 'common.cancelled' });
  const home = join(console.backupFolder, 'rt04', 'surat-service', 'files', source.sourceId);
  expect(readdirSync(home)).toEqual([]);

  const archive = await take(console);
  await change();
  const before = await look();
  const { plan } = await console.feature.handlers['archive.plan-restore'](
    { archiveId: archive.id },
    console.context as never,
  );
  for (const at of ['safety-copy', 'put-files']) {
    const ending = new AbortController();
    await expect(
      console.feature.handlers['archive.restore'](
        { archiveId: archive.id, planId: plan.planId, reason: '' },
        { signal: ending.signal, emit: async ({ phase }) => (phase === at ? ending.abort() : undefined) },
      ),
    ).rejects.toMatchObject({ code: 'common.cancelled' });
    expect(await look()).toBe(before);
    await expectNoTraces();
  }
});

test('a flipped bit is found by verifying, and refused before anything stops', async () => {
  const console = open();
  const archive = await take(console);
  const bytes = readFileSync(fileOf(console, archive));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(fileOf(console, archive), bytes);
  await change();
  const before = [await look(), await started()];
  await expect(restore(console, archive.id)).rejects.toMatchObject({ code: 'archive.damaged' });
  expect([await look(), await started()]).toEqual(before);
  const { archives } = await console.feature.catalogue.list({});
  expect(archives).toEqual([expect.objectContaining({ id: archive.id, verification: 'failed' })]);
  await expect(restore(console, archive.id)).rejects.toMatchObject({ code: 'archive.damaged' });
});

test.each([
  ['two dots', { name: './../../evil', type: 'file' as const }],
  ['an absolute name', { name: '/evil', type: 'file' as const }],
  ['a link that leads out', { name: './evil', type: 'symlink' as const, linkname: '../../etc' }],
])(
  'an archive with %s is refused, the volume untouched, whatever its manifest claims',
  async (_what, entry) => {
    const console = open();
    const archive = await take(console);
    const path = fileOf(console, archive);
    const tar = pack();
    tar.entry({ name: './', type: 'directory', mode: 0o755 });
    if (entry.type === 'file') tar.entry(entry, 'x');
    else tar.entry(entry);
    tar.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of tar.pipe(createZstdCompress())) chunks.push(chunk as Buffer);
    writeFileSync(path, Buffer.concat(chunks));
    const { sha256, bytes } = await inspectArchive(openArchive(path), signal);
    const manifest = JSON.parse(readFileSync(archiveManifestName(path), 'utf8'));
    writeFileSync(archiveManifestName(path), JSON.stringify({ ...manifest, sha256, bytes }));
    const before = [await look(), await started()];
    await expect(restore(console, archive.id)).rejects.toMatchObject({ code: 'archive.hostile' });
    expect([await look(), await started()]).toEqual(before);
    await expectNoTraces();
  },
);

test('a plan that no longer fits the server is refused, and names every container that stops', async () => {
  const console = open();
  const archive = await take(console);
  const { plan } = await console.feature.handlers['archive.plan-restore'](
    { archiveId: archive.id },
    console.context as never,
  );
  expect(plan.stops.map(({ name }) => name)).toEqual([`files-${turn}`]);
  expect(plan.commands.join('\n')).toContain(`docker stop files-${turn}`);
  const other = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sleep', '600'],
    HostConfig: { Binds: [`surat-${turn}:/elsewhere`] },
  });
  await other.start();
  await expect(
    console.feature.handlers['archive.restore'](
      { archiveId: archive.id, planId: plan.planId, reason: '' },
      console.context,
    ),
  ).rejects.toMatchObject({ code: 'backup.plan-outdated' });
});

test('the commands that the plan shows, typed by hand, put the same files back', async () => {
  const console = open();
  const before = await look();
  const archive = await take(console);
  await change();
  const { plan } = await console.feature.handlers['archive.plan-restore'](
    { archiveId: archive.id },
    console.context as never,
  );
  // As a person does who copied the archive to where the docker command is.
  const cwd = mkdtempSync(join(folder, 'hand-'));
  const path = fileOf(console, archive);
  copyFileSync(path, join(cwd, basename(path)));
  execFileSync('sh', ['-e', '-c', plan.commands.join('\n')], {
    cwd,
    env: { ...process.env, ...engine.docker },
    stdio: 'pipe',
  });
  expect(await look()).toBe(before);
  const safety = execFileSync('sh', ['-c', 'zstd -dc safety.tar.zst | tar -tf -'], { cwd }).toString();
  expect(safety).toContain('./extra');
  await expectNoTraces();
});

test.each<[ArchiveRestoreStep, 'old' | 'new']>([
  ['stopped', 'old'],
  ['putting', 'old'],
  ['starting', 'new'],
])(
  'a link that is lost at %s says so, and the next connection leaves the %s files, running',
  async (step, which) => {
    const repositories = createMemoryRepositories();
    const { restoreSteps } = repositories;
    const { connection, cut } = connected();
    const console = createArchiveConsole(connection, join(folder, `backups-${turn}`), {
      repositories: {
        restoreSteps: {
          ...restoreSteps,
          async add(id, at, name, json) {
            await restoreSteps.add(id, at, name, json);
            if (name === step) cut();
          },
        },
      },
    });
    const after = await look();
    const archive = await take(console);
    await change();
    const before = await look();
    await expect(restore(console, archive.id)).rejects.toMatchObject({
      code: 'backup.restore-interrupted',
      params: { step },
    });
    // As an application that has just connected: whoever asks meanwhile waits until it is recovered.
    const next = connected();
    const again = open({
      repositories,
      connections: {
        get: () => next.connection,
        subscribe: (listener) => {
          listener('rt04', next.connection);
          return () => undefined;
        },
      },
    });
    await again.feature.start();
    await take(again);
    expect(await look()).toBe(which === 'old' ? before : after);
    await expectNoTraces();
    expect(again.journal.map(({ event }) => event)).toContain(which === 'old' ? 'rolled-back' : 'restored');
    await again.feature.stop();
  },
);

/** The service anew with other mounts, under the same labels. */
async function recreateWith(binds: string[]): Promise<void> {
  await service.remove({ force: true, v: true });
  service = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'surat-service' },
    HostConfig: { Binds: binds },
    User: '0',
  });
  await service.start();
}

test('a folder of the server is taken and put back like a volume; sockets and files are not offered', async () => {
  const data = mkdtempSync(join(folder, 'bind-'));
  writeFileSync(join(data, 'a.json'), '{"a":1}');
  const single = join(folder, 'single.conf');
  writeFileSync(single, 'x');
  await recreateWith([
    `${data}:/data`,
    `${engine.socketPath}:/var/run/docker.sock`,
    `${single}:/etc/app.conf`,
  ]);
  const console = open();
  expect(await sourceOf(console)).toMatchObject({ kind: 'bind', name: data, mountPath: '/data' });
  const archive = await take(console);
  rmSync(join(data, 'a.json'));
  expect(await restore(console, archive.id)).toMatchObject({ outcome: 'restored' });
  expect(readFileSync(join(data, 'a.json'), 'utf8')).toBe('{"a":1}');
  expect(readdirSync(data)).toEqual(['a.json']);
});

test('a folder that holds another mount, or is mounted read-only, is not replaced', async () => {
  const console = open();
  const archive = await take(console);
  const input = { archiveId: archive.id };
  const plan = () => console.feature.handlers['archive.plan-restore'](input, console.context as never);
  await recreateWith([`surat-${turn}:/data:ro`]);
  await expect(plan()).rejects.toMatchObject({ code: 'backup.target-read-only' });
  await recreateWith([`surat-${turn}:/data`, `inner-${turn}:/data/inner`]);
  await expect(plan()).rejects.toMatchObject({ code: 'archive.nested-mount' });
  const { hostId, serviceId, sourceId } = archive;
  await expect(
    console.feature.handlers['archive.take']({ hostId, serviceId, sourceId }, console.context),
  ).rejects.toMatchObject({ code: 'archive.nested-mount' });
  await recreateWith([`other-${turn}:/data`]);
  expect((await plan()).plan.warnings.map(({ code }) => code)).toEqual(['archive.other-volume']);
});

test('a removed archive is gone with its manifest, and one whose file is lost can be removed, too', async () => {
  const console = open();
  const [first, second] = [await take(console), await take(console)];
  rmSync(fileOf(console, second));
  for (const { id } of [first, second])
    await console.feature.handlers['archive.remove']({ archiveId: id }, console.context as never);
  expect(readdirSync(dirname(fileOf(console, first)))).toEqual([]);
});

test('an archive is encrypted where that is chosen, opened only with a key, and put back; the age command reads it', async () => {
  const identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  const keys = (identities: string[]): BackupKeys => ({
    forNew: async () => ({ compress: true, encryptTo: { recipients } }),
    forOpening: async () => ({ identities, passphrases: [] }),
  });
  const console = open({ keys: keys([identity]) });
  const before = await look();
  const archive = await take(console);
  const path = fileOf(console, archive);
  expect(archive).toMatchObject({
    verification: 'verified',
    file: expect.stringMatching(/\.tar\.zst\.age$/),
  });
  expect(readFileSync(path).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  const home = dirname(path);
  expect(readdirSync(home)).toHaveLength(2);
  const keyFile = join(folder, 'key.txt');
  writeFileSync(keyFile, `${identity}\n`);
  const listed = execFileSync('sh', [
    '-c',
    'age -d -i "$1" "$2" | zstd -dc | tar -tf -',
    'sh',
    keyFile,
    path,
  ]);
  expect(listed.toString()).toContain('photo.jpg');

  const stranger = open({ keys: keys([await generateX25519Identity()]) });
  await change();
  const changed = [await look(), await started()];
  await expect(restore(stranger, archive.id)).rejects.toMatchObject({ code: 'backup.key-missing' });
  expect([await look(), await started()]).toEqual(changed);

  const { outcome, safetyArchiveId } = await restore(console, archive.id);
  expect(outcome).toBe('restored');
  expect(await look()).toBe(before);
  expect((await console.feature.catalogue.locate(safetyArchiveId)).archive.file).toContain('.age');
  // Neither what was decrypted nor what was not yet encrypted stays.
  expect(readdirSync(home).filter((name) => !/\.(json|age)$/.test(name))).toEqual([]);

  const bytes = readFileSync(path);
  const at = bytes.length - 1000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await expect(restore(console, archive.id)).rejects.toMatchObject({ code: 'archive.damaged' });
  expect(await look()).toBe(before);
  expect(readdirSync(home).filter((name) => !/\.(json|age)$/.test(name))).toEqual([]);
});

test('a key that is locked away stops a restore before any service is', async () => {
  const archive = await take(open());
  const before = await started();
  const locked = open({
    keys: {
      forNew: () => Promise.reject(new RondaError('backup.key-locked')),
      forOpening: () => Promise.reject(new RondaError('backup.key-locked')),
    },
  });
  await expect(restore(locked, archive.id)).rejects.toMatchObject({ code: 'backup.key-locked' });
  await expect(take(locked)).rejects.toMatchObject({ code: 'backup.key-locked' });
  expect(await started()).toBe(before);
});

test('a taking whose link is lost says so and leaves no file', async () => {
  await sh('head -c 60000000 /dev/urandom > /data/big');
  const { connection, cut } = connected();
  const console = createArchiveConsole(connection, join(folder, `backups-${turn}`));
  const { hostId, serviceId, sourceId } = await sourceOf(console);
  const taking = console.feature.handlers['archive.take'](
    { hostId, serviceId, sourceId },
    { signal, emit: async ({ phase }) => (phase === 'copy' ? cut() : undefined) },
  );
  await expect(taking).rejects.toMatchObject({ code: 'backup.link-lost' });
  expect(readdirSync(join(console.backupFolder, 'rt04', 'surat-service', 'files', sourceId))).toEqual([]);
});

test('a volume with a link that leads out is kept as unverified and says so', async () => {
  const console = open();
  await sh('ln -s /etc/passwd /data/out');
  await expect(take(console)).rejects.toMatchObject({ code: 'archive.unverified' });
  const { archives } = await console.feature.catalogue.list({});
  expect(archives).toEqual([expect.objectContaining({ verification: 'failed' })]);
  expect(archives[0]?.file).toContain('.unverified.tar.zst');
});

test('manifests from elsewhere are named as unreadable and open nothing', async () => {
  const console = open();
  const archive = await take(console);
  const home = dirname(fileOf(console, archive));
  const manifest = JSON.parse(readFileSync(archiveManifestName(fileOf(console, archive)), 'utf8'));
  writeFileSync(
    join(home, '2026-01-01T00-00-00Z.json'),
    JSON.stringify({ ...manifest, file: '../../../x.tar.zst' }),
  );
  writeFileSync(join(home, '2026-01-02T00-00-00Z.tar.zst'), 'x');
  writeFileSync(join(home, '2026-01-03T00-00-00Z.json'), '{');
  mkdirSync(join(home, '.partial-left'));
  await console.feature.start();
  const { archives, unreadable } = await console.feature.catalogue.list({});
  expect(archives).toHaveLength(1);
  expect(unreadable).toHaveLength(3);
  expect(existsSync(join(home, '.partial-left'))).toBe(false);
});

const steps: ArchiveRestoreStep[] = [
  'begun',
  'stopping',
  'stopped',
  'safe',
  'putting',
  'put',
  'starting',
  'committing',
  'ended',
];
for (const moment of ['before', 'after'] as const) {
  for (const step of steps) {
    if (moment === 'before' && !['put', 'committing', 'ended'].includes(step)) continue;
    test(`killed ${moment} ${step} is recorded: the next start leaves the old or the new files, running`, async () => {
      const repositories = createMemoryRepositories();
      let reached = (): void => undefined;
      const killed = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const { restoreSteps } = repositories;
      const dying = open({
        repositories: {
          restoreSteps: {
            ...restoreSteps,
            // From here on nothing of this console runs any more, as if it had been killed.
            async add(id, at, name, json) {
              if (moment === 'after' || name !== step) await restoreSteps.add(id, at, name, json);
              if (name !== step) return;
              reached();
              await new Promise<void>(() => undefined);
            },
          },
        },
      });
      const after = await look();
      const archive = await take(dying);
      await change();
      const before = await look();
      void restore(dying, archive.id).catch((error) => expect(error).toBeInstanceOf(RondaError));
      await killed;

      const next = open({ repositories });
      await next.feature.recoverInterruptedRestores('rt04');
      const content = await look();
      expect([before, after]).toContain(content);
      if (['committing', 'ended'].includes(step)) expect(content).toBe(after);
      if (['begun', 'stopping', 'stopped', 'safe', 'putting'].includes(step)) expect(content).toBe(before);
      expect((await service.inspect()).State.Running).toBe(true);
      await expectNoTraces();
      expect(await repositories.restoreSteps.unfinished()).toEqual([]);
    });
  }
}
