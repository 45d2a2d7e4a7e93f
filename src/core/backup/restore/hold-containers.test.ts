import { expect, test } from 'vitest';
import { createDatabaseLocks } from '../database-locks.ts';
import { holdContainers } from './hold-containers.ts';

const id = (letter: string): string => letter.repeat(64);
const of = (hostId: string, ...letters: string[]) => ({
  key: { hostId, serviceId: 'warga' },
  containers: letters.map((letter) => ({ id: id(letter), name: letter, running: true })),
});

test('two restores that stop the same container are not at work at once; others are', async () => {
  const locks = createDatabaseLocks({ withLease: (_resource, work) => work() });
  let end = (): void => undefined;
  const first = holdContainers(
    locks,
    of('rt04', 'b', 'a'),
    () => new Promise<void>((resolve) => (end = resolve)),
  );
  const other = async (hostId: string, ...letters: string[]): Promise<string> =>
    holdContainers(locks, of(hostId, ...letters), async () => 'done');
  await expect(other('rt04', 'c', 'b')).rejects.toMatchObject({ code: 'state.lease-held' });
  expect([await other('rt04', 'c'), await other('rt05', 'a')]).toEqual(['done', 'done']);
  end();
  await first;
  expect(await other('rt04', 'a', 'b', 'c')).toBe('done');
});
