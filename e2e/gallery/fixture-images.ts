import type { HostImage, SavedImage } from '../../src/shared/domain/image.ts';
import { now } from './fixture-tiles.ts';

const id = (letter: string): string => `sha256:${letter.repeat(64)}`;
const day = 86_400_000;

const image = (name: string, letter: string, services: string[], ageDays: number): HostImage => ({
  hostId: 'rt04',
  reference: name,
  imageId: id(letter),
  tags: [name],
  digests: [],
  createdAt: now - ageDays * day,
  bytes: 187_000_000,
  services,
});

export const hostImages: HostImage[] = [
  image('ghcr.io/rt04/prisma-gateway-with-a-rather-long-name:2026.11.3', 'a', ['gateway'], 3),
  image('prisma/warga-service:1.4.0', 'b', ['warga-service', 'keamanan-service', 'surat-service'], 12),
  image('ollama/ollama:0.9', 'c', ['ollama'], 40),
];

const saved = (over: Partial<SavedImage>): SavedImage => ({
  id: 'i-1',
  hostId: 'rt04',
  hostName: 'Server RT 04',
  reference: 'prisma/warga-service:1.4.0',
  imageId: id('b'),
  tags: ['prisma/warga-service:1.4.0'],
  digests: [],
  services: ['warga-service'],
  savedAt: now - 2 * day,
  bytes: 187_000_000,
  storedBytes: 71_000_000,
  ownBytes: 3_400_000,
  verification: 'verified',
  checkedAt: now - 2 * day,
  detail: '',
  ...over,
});

export const savedImages: SavedImage[] = [
  saved({}),
  saved({ id: 'i-2', reference: 'prisma/warga-service:1.3.2', imageId: id('d'), savedAt: now - 30 * day }),
  saved({
    id: 'i-3',
    reference: 'prisma/warga-service:1.2.0',
    imageId: id('e'),
    savedAt: now - 90 * day,
    verification: 'failed',
    detail: 'a layer has another content',
  }),
];
