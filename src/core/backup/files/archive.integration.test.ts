import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { type RestoreHelper, startHelper } from '../restore/restore-helper.ts';
import { execInContainer } from '../take/exec-stream.ts';
import type { ArchiveSummary } from './inspect-archive.ts';
import { commitArchive, putArchive, undoArchive } from './put-archive.ts';
import { takeArchive } from './take-archive.ts';

const image = 'ronda-sample/warga-service:1.0.0';
const signal = new AbortController().signal;
let engine: Engine;
let docker: Docker;
let folder: string;
let service: Docker.Container;
let helper: RestoreHelper;
let archive: { path: string; summary: ArchiveSummary };

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-arc-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  service = await docker.createContainer({
    Image: image,
    Entrypoint: ['sleep', '3600'],
    User: '0',
    Healthcheck: { Test: ['NONE'] },
    HostConfig: { Mounts: [{ Type: 'volume', Source: 'uploads', Target: '/data' }] },
    StopTimeout: 0,
  });
  await service.start();
  const mount = { Type: 'volume', Name: 'uploads', Source: '', Destination: '/data', RW: true };
  helper = await startHelper(
    docker,
    { restoreId: 'r1', hostName: 'rt04', imageId: image, image, mount, path: '/data' },
    signal,
  );
});
afterAll(async () => {
  await helper?.remove();
  await service?.remove({ force: true });
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
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

beforeEach(async () => {
  await sh(`cd /data; rm -rf ./* ./.[!.]*; mkdir -p sub/deep; chown 1000:1001 . sub; chmod 2750 .; chmod 700 sub
    head -c 3000000 /dev/urandom > sub/photo.jpg; chown 33:33 sub/photo.jpg; chmod 640 sub/photo.jpg
    echo '{"a":1}' > .hidden.json; echo x > ./-rf; echo y > 'a name'; : > sub/deep/empty; ln -s 'a name' link`);
  const path = join(folder, 'copy.tar.zst');
  rmSync(path, { force: true });
  const summary = await takeArchive(
    docker,
    { containerId: service.id, folder: '/data' },
    path,
    () => undefined,
    signal,
  );
  archive = { path, summary };
});

const put = (): Promise<ArchiveSummary> =>
  putArchive(helper, '/data', { path: archive.path, sha256: archive.summary.sha256 }, signal);
const change = (): Promise<string> =>
  sh('cd /data; rm -r sub; echo other > .hidden.json; echo z > extra; chown 5:5 .; chmod 777 .');

test('a volume is put back with owners, modes and bytes, and nothing of before stays', async () => {
  const before = await look();
  await change();
  await put();
  await commitArchive(helper);
  expect(await look()).toBe(before);
});

test('what was put back can be undone, also when the undoing was cut off and runs again', async () => {
  await change();
  const changed = await look();
  await put();
  await undoArchive(helper);
  await undoArchive(helper);
  expect(await look()).toBe(changed);
});

test('a restore that was cut off while it moved the old files aside is undone', async () => {
  const before = await look();
  await sh('cd /data; mkdir .ronda-old-r1; mv sub .ronda-old-r1/; mv .hidden.json .ronda-old-r1/');
  await undoArchive(helper);
  expect(await look()).toBe(before);
});

test('an upload that fails on its way brings the old content back', async () => {
  await change();
  const changed = await look();
  const failing: RestoreHelper = {
    ...helper,
    async uploadTar(tar, folder, uploadSignal) {
      await helper.uploadTar(tar, folder, uploadSignal);
      throw new Error('the link is cut');
    },
  };
  const { path, summary } = archive;
  await expect(putArchive(failing, '/data', { path, sha256: summary.sha256 }, signal)).rejects.toThrow('cut');
  expect(await look()).toBe(changed);
});

test('a flipped bit is refused before anything is touched', async () => {
  const bytes = readFileSync(archive.path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(archive.path, bytes);
  await change();
  const changed = await look();
  await expect(put()).rejects.toMatchObject({ code: 'archive.damaged' });
  expect(await look()).toBe(changed);
});

test('an archive of the same length with another content is refused', async () => {
  await expect(
    putArchive(helper, '/data', { path: archive.path, sha256: '0'.repeat(64) }, signal),
  ).rejects.toMatchObject({ code: 'archive.damaged' });
});

test('a stopped container gives the same archive, readable without Ronda', async () => {
  await service.stop();
  try {
    const path = join(folder, 'stopped.tar.zst');
    const summary = await takeArchive(
      docker,
      { containerId: service.id, folder: '/data/' },
      path,
      () => undefined,
      signal,
    );
    expect(summary).toMatchObject({ entries: archive.summary.entries, files: 5, problems: [] });
    expect(summary.root).toEqual({ uid: 1000, gid: 1001, mode: 0o2750 });
    expect(execFileSync('sh', ['-c', 'zstd -dc "$1" | tar -t', 'sh', path]).toString()).toContain(
      'photo.jpg',
    );
  } finally {
    await service.start();
  }
});

test('a failed or aborted taking leaves no file, and never touches one that was there', async () => {
  const target = join(folder, 'none.tar.zst');
  const take = (
    from: string,
    to: string,
    life: AbortSignal,
    onBytes: () => void = () => undefined,
  ): Promise<ArchiveSummary> =>
    takeArchive(docker, { containerId: service.id, folder: from }, to, onBytes, life);
  await expect(take('/nowhere', target, signal)).rejects.toThrow();
  const life = new AbortController();
  await expect(take('/data', target, life.signal, () => life.abort())).rejects.toThrow();
  expect(existsSync(target)).toBe(false);
  const size = readFileSync(archive.path).length;
  await expect(take('/data', archive.path, signal)).rejects.toThrow('EEXIST');
  expect(readFileSync(archive.path)).toHaveLength(size);
});
