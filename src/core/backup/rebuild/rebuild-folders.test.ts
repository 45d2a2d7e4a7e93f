import { expect, test } from 'vitest';
import type { VolumeFill } from './kit-material.ts';
import { elsewhere, foldersOf, innerOf } from './rebuild-folders.ts';
import type { RebuildKit } from './rebuild-kit.ts';

const fill = (name: string, mount: object, isFilled = true) =>
  ({ name, mount, archive: isFilled ? {} : null, databases: [] }) as unknown as VolumeFill;
const bind = (path: string): VolumeFill => fill(path, { Type: 'bind', Source: path });
const volume = (name: string): VolumeFill =>
  fill(name, { Type: 'volume', Name: name, Source: `/var/lib/docker/volumes/${name}/_data` });
const kit = {
  volumes: [
    { name: 'plain', options: {} },
    { name: 'named', options: { type: 'none', o: 'bind', device: '/srv/app/data' } },
    { name: 'nfs', options: { type: 'nfs', o: 'addr=10.0.0.2,rw', device: ':/export' } },
  ],
} as unknown as RebuildKit;

test('folders are looked at the outer before the inner, also those that a volume only names', () => {
  const fills = [volume('named'), bind('/srv/application'), bind('/srv/app'), volume('plain'), volume('nfs')];
  const folders = foldersOf(kit, fills);
  expect(folders.map(({ name, mount }) => [name, mount.Type, mount.Source])).toEqual([
    ['/srv/app', 'bind', '/srv/app'],
    ['named', 'bind', '/srv/app/data'],
    ['/srv/application', 'bind', '/srv/application'],
  ]);
  expect(innerOf(folders).map(({ name }) => name)).toEqual(['named']);
  expect(elsewhere(kit, fills).map(({ name }) => name)).toEqual(['nfs']);
});

test('a folder that nothing goes into is nobody’s matter', () => {
  expect(foldersOf(kit, [fill('/etc', { Type: 'bind', Source: '/etc' }, false)])).toEqual([]);
});
