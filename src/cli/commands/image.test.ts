import { expect, test } from 'vitest';
import type { HostImage, SavedImage } from '../../shared/domain/image.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const image: HostImage = {
  hostId: 'pos-1',
  reference: 'rt04/warga:1.4.0',
  imageId: `sha256:${'a'.repeat(64)}`,
  tags: ['rt04/warga:1.4.0'],
  digests: [],
  createdAt: 1000,
  bytes: 90_000_000,
  services: ['warga-service'],
};
const saved: SavedImage = {
  id: 'i-1234567',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  reference: image.reference,
  imageId: image.imageId,
  tags: image.tags,
  digests: [],
  services: image.services,
  savedAt: 2000,
  bytes: 90_000_000,
  storedBytes: 40_000_000,
  ownBytes: 9_000_000,
  verification: 'verified',
  checkedAt: 3000,
  detail: '',
};

function server(over: Partial<SavedImage> = {}) {
  return createFakeConsole({
    'images.list': async () => ({ images: [image] }),
    'images.saved': async () => ({ saved: [saved], unreadable: ['pos-1/images.store/x.json: not JSON'] }),
    'images.save': async () => ({ saved: { ...saved, ...over } }),
    'images.verify': async () => ({ saved: { ...saved, ...over } }),
    'images.plan-load': async () => ({
      plan: {
        hostId: 'pos-1',
        tags: [{ tag: 'rt04/warga:1.4.0', currentId: `sha256:${'b'.repeat(64)}` }],
        isThere: false,
        bytes: 90_000_000,
        commands: ['docker load --quiet < (rt04/warga:1.4.0)'],
      },
    }),
    'images.load': async () => ({ imageId: image.imageId }),
    'images.remove': async () => ({ freedBytes: 9_000_000 }),
    'images.push': async () => ({ digest: `sha256:${'c'.repeat(64)}`, commands: [] }),
    'images.set-login': async () => ({}),
  });
}
const of = (fake: ReturnType<typeof server>, wanted: string) =>
  fake.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

test('an image is saved by the name of a service that runs on it, or all of them', async () => {
  for (const argv of [
    ['image', 'save', 'warga-service'],
    ['image', 'save', '--all'],
  ]) {
    const fake = server();
    expect(await runCli(argv, createFakeIo(), fake.open)).toBe(0);
    expect(of(fake, 'images.save')).toEqual([{ hostId: 'pos-1', reference: 'rt04/warga:1.4.0' }]);
  }
  expect(await runCli(['image', 'save', 'nobody'], createFakeIo(), server().open)).not.toBe(0);
});

test('a saved image that is not whole ends with 1, and the list names what cannot be read', async () => {
  const broken = server({ verification: 'failed', detail: 'a layer has another content' });
  expect(await runCli(['image', 'verify', 'i-1234'], createFakeIo(), broken.open)).toBe(1);
  const io = createFakeIo();
  expect(await runCli(['image', 'saved'], io, server().open)).toBe(0);
  expect(io.out()).toContain('x.json: not JSON');
});

test('a load shows which tags move, and asks before anything is sent', async () => {
  const dry = server();
  const io = createFakeIo();
  expect(await runCli(['image', 'load', 'i-1234', '--dry-run'], io, dry.open)).toBe(0);
  expect(io.out()).toContain('tag rt04/warga:1.4.0 moves from sha256:bbbb');
  expect(of(dry, 'images.load')).toEqual([]);
  const fake = server();
  expect(await runCli(['image', 'load', 'i-1234'], createFakeIo(), fake.open)).toBe(2);
  expect(of(fake, 'images.load')).toEqual([]);
  expect(await runCli(['image', 'load', 'i-1234', '--yes'], createFakeIo(), fake.open)).toBe(0);
  expect(of(fake, 'images.load')).toHaveLength(1);
});

test('an image is deleted only after a yes', async () => {
  for (const [typed, count] of [
    ['no', 0],
    ['yes', 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer('to go on:', typed);
    await runCli(['image', 'remove', 'i-1234'], typing, fake.open);
    expect(of(fake, 'images.remove')).toHaveLength(count);
  }
});

test('a registry’s password is never an argument', async () => {
  const fake = server();
  expect(await runCli(['image', 'login', 'registry.example', 'siti'], createFakeIo(), fake.open)).not.toBe(0);
  expect(
    await runCli(['image', 'login', 'registry.example', 'siti', 'rahasia'], createFakeIo(), fake.open),
  ).toBe(2);
  expect(of(fake, 'images.set-login')).toEqual([]);
});

test('a push tells the digest that the registry gave', async () => {
  const io = createFakeIo();
  const fake = server();
  const argv = ['image', 'push', 'warga-service', 'registry.example/rt04/warga:1.4.0'];
  expect(await runCli(argv, io, fake.open)).toBe(0);
  expect(io.out()).toContain(`sha256:${'c'.repeat(64)}`);
  expect(of(fake, 'images.push')).toMatchObject([{ reference: 'rt04/warga:1.4.0' }]);
});
