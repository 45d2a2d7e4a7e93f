import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { ImageIndex } from './image-index.ts';
import { loadImage, verifyImage } from './load-image.ts';
import { saveImage } from './save-image.ts';

const base = 'ronda-sample/warga-service:1.0.0';
const release = 'ronda-test/release:2.0.0';
const signal = new AbortController().signal;
const stored = { inspector: createInspector(createForkSpawner()), keys: plainStorage };
const plain = { ...stored, encryptTo: null };
const ignore = (): void => undefined;
let engine: Engine;
let docker: Docker;
let folder: string;
let blobs: string;
let saved: { index: ImageIndex; newBlobs: number };

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-img-');
  blobs = join(folder, 'blobs');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  // A release on top of the same layers, as a rebuild of the service makes it.
  const container = await docker.createContainer({
    Image: base,
    User: '0',
    Entrypoint: ['sh', '-c', 'echo 2 > /v2'],
  });
  await container.start();
  expect(await container.wait()).toMatchObject({ StatusCode: 0 });
  await container.commit({ repo: 'ronda-test/release', tag: '2.0.0' });
  await container.remove();
  saved = await saveImage(plain, docker, base, blobs, ignore, signal);
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

test('layers that two images share are kept once', async () => {
  const before = readdirSync(blobs).length;
  const second = await saveImage(plain, docker, release, blobs, ignore, signal);
  const contents = second.index.entries.filter(({ sha256 }) => sha256 !== null);
  expect(second.newBlobs).toBe(readdirSync(blobs).length - before);
  expect(second.newBlobs).toBeGreaterThan(0);
  const bytesOf = (index: ImageIndex): number => index.entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const known = new Set(saved.index.entries.map(({ sha256 }) => sha256));
  const fresh = contents.filter(({ sha256 }) => !known.has(sha256));
  expect(fresh.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(bytesOf(second.index) / 10);
});

test('an image that was removed comes back with its id and tag, and runs', async () => {
  const { index } = await saveImage(plain, docker, release, blobs, ignore, signal);
  await docker.getImage(release).remove();
  await expect(docker.getImage(release).inspect()).rejects.toMatchObject({ statusCode: 404 });
  // As it is read from the disk on another day.
  const read = ImageIndex.parse(JSON.parse(JSON.stringify(index)));
  expect(await loadImage(stored, docker, read, blobs, { verified: ignore, sent: ignore }, signal)).toBe(
    index.imageId,
  );
  const container = await docker.createContainer({ Image: release, Entrypoint: ['test', '-f', '/v2'] });
  await container.start();
  expect(await container.wait()).toMatchObject({ StatusCode: 0 });
  await container.remove();
});

test('a flipped bit or a missing layer is refused before anything is sent', async () => {
  const { index } = await saveImage(plain, docker, base, blobs, ignore, signal);
  const largest = index.entries.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const path = join(blobs, `${largest.sha256}.zst`);
  const whole = readFileSync(path);
  const broken = Buffer.from(whole);
  const middle = broken.length >> 1;
  broken[middle] = (broken[middle] ?? 0) ^ 1;
  writeFileSync(path, broken);
  await expect(
    loadImage(stored, docker, index, blobs, { verified: ignore, sent: ignore }, signal),
  ).rejects.toMatchObject({
    code: 'images.damaged',
  });
  rmSync(path);
  await expect(verifyImage(stored, index, blobs, signal, ignore)).rejects.toMatchObject({
    code: 'images.damaged',
  });
  writeFileSync(path, whole);
  await verifyImage(stored, index, blobs, signal, ignore);
});

test('a saving that is aborted leaves no half content', async () => {
  const other = join(folder, 'aborted');
  const life = new AbortController();
  await expect(saveImage(plain, docker, base, other, () => life.abort(), life.signal)).rejects.toThrow();
  expect(readdirSync(other).filter((name) => name.endsWith('.part'))).toEqual([]);
});
