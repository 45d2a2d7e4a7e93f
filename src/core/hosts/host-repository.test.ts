import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { initial } from '../storage/migrations/0001-initial.ts';
import { createHostRepository } from './host-repository.ts';

const draft = { name: 'Server', target: { kind: 'local' as const }, profileId: 'prisma-rt04' };

function open() {
  const db = new Database(':memory:');
  db.exec(initial.sql);
  return { db, hosts: createHostRepository(db) };
}

test('hosts come back in the order they were added, each under an id of its own', () => {
  const { hosts } = open();
  for (let count = 0; count < 3; count++) hosts.add(draft, 'server');
  hosts.add(draft, 'a'.repeat(64));
  hosts.add(draft, 'a'.repeat(64));
  expect(hosts.list().hosts.map((host) => host.id)).toEqual([
    'server',
    'server-2',
    'server-3',
    'a'.repeat(64),
    `${'a'.repeat(62)}-2`,
  ]);
  expect(hosts.remove('server-2')).toBe(true);
  expect(hosts.remove('server-2')).toBe(false);
  expect(hosts.add(draft, 'server').id).toBe('server-2');
});

test('a row that cannot be read is named and kept, and hides no other', () => {
  const { db, hosts } = open();
  hosts.add(draft, 'good');
  const put = db.prepare('INSERT INTO host (id, position, config) VALUES (?, 9, ?)');
  put.run('broken', '{');
  put.run('newer', JSON.stringify({ ...draft, id: 'newer', target: { kind: 'teleport' } }));
  put.run('swapped', JSON.stringify({ ...draft, id: 'good' }));
  const stored = hosts.list();
  expect(stored.hosts.map((host) => host.id)).toEqual(['good']);
  expect(stored.unreadable).toEqual(['broken', 'newer', 'swapped']);
  expect(db.prepare('SELECT count(*) AS n FROM host').get()).toEqual({ n: 4 });
});
