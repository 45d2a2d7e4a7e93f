import { expect, test } from 'vitest';
import type { ContainerView, TileView } from '../../../shared/domain/service.ts';
import { chooseSource, replicaLabel, sourceGroups } from './log-sources.ts';

const container = (id: string, name: string) => ({ id, name }) as ContainerView;
const tile = (serviceId: string, containers: ContainerView[]) =>
  ({ serviceId, name: serviceId.toUpperCase(), containers }) as TileView;
const tiles = [
  tile('gateway', [container('aaa', 'prisma-gateway-1')]),
  tile('warga', [container('bbb', 'prisma-warga-1'), container('ccc', 'prisma-warga-2')]),
  tile('ollama', []),
];
const wish = { serviceId: null, containerId: null, value: null };

test('replicas are read one by one or together; what has no container is not offered', () => {
  expect(sourceGroups(tiles).map(({ name, sources }) => [name, sources.map(({ value }) => value)])).toEqual([
    ['GATEWAY', ['gateway/prisma-gateway-1']],
    ['WARGA', ['warga', 'warga/prisma-warga-1', 'warga/prisma-warga-2']],
  ]);
});

test('a service opens with all of its replicas, a container alone', () => {
  const groups = sourceGroups(tiles);
  expect(chooseSource(groups, { ...wish, serviceId: 'warga' })?.value).toBe('warga');
  expect(chooseSource(groups, { ...wish, serviceId: 'warga', containerId: 'ccc' })?.value).toBe(
    'warga/prisma-warga-2',
  );
  expect(chooseSource(groups, wish)?.value).toBe('gateway/prisma-gateway-1');
  expect(chooseSource([], wish)).toBeNull();
});

test('a container that was created anew is found by its name', () => {
  const again = sourceGroups([tile('gateway', [container('ddd', 'prisma-gateway-1')])]);
  const found = chooseSource(again, { ...wish, value: 'gateway/prisma-gateway-1' });
  expect(found?.containers[0]?.id).toBe('ddd');
});

test('a replica is called by its number', () => {
  expect(replicaLabel('prisma-warga-service-2')).toBe('2');
  expect(replicaLabel('redis')).toBe('redis');
});
